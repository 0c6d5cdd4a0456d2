package gateway

import (
	"fmt"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"hotline/i18n/msg"
)

// promptPath is where recorded prompts are. Anybody may hear them: they are the same for every caller.
const promptPath = "/twilio/prompts/:lang/:key"

// promptFresh is how long the carrier may play a prompt without asking whether it has been recorded anew.
const promptFresh = "public, max-age=300"

// promptURL is where a recorded prompt is.
func (g *Gateway) promptURL(lang string, key msg.Key) string {
	return g.base + "/twilio/prompts/" + lang + "/" + string(key)
}

// prompt answers with a recorded prompt; 404 if it is not recorded, whatever the path names.
func (g *Gateway) prompt(c echo.Context) error {
	path, mime, ok := g.recordings.File(c.Param("lang"), msg.Key(c.Param("key")))
	if !ok {
		return echo.ErrNotFound
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open prompt: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("open prompt: %w", err)
	}
	h := c.Response().Header()
	h.Set("Content-Type", mime)
	h.Set("Cache-Control", promptFresh)
	h.Set("ETag", fmt.Sprintf(`"%x-%x"`, info.ModTime().UnixNano(), info.Size()))
	http.ServeContent(c.Response(), c.Request(), "", info.ModTime(), file)
	return nil
}
