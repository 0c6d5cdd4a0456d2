package gateway

import (
	"context"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/i18n/msg"
	"hotline/ivr"
)

const (
	fallbackPath = "/twilio/voice-fallback"
	// afterSorry is the way on from an apology of ours: what comes there is what was said after it.
	afterSorry = fallbackPath + "?" + turnQuery + "=1"

	// fallbackTime leaves the carrier time to hear the apology that needs nothing.
	fallbackTime = 5 * time.Second
)

// apology is what is answered when nothing else can be: it needs neither database nor engine, and is made at the start.
type apology struct {
	ask    []byte // sorry; speak after the tone
	thanks []byte // that was recorded; goodbye
}

// voiceFallback takes a call of which a turn failed: the carrier got no answer from us, or none it could read. The
// caller hears an apology in their language and is asked for a message. If that fails as well, it is the apology in
// every language of the network; the message is then found in the carrier's list. It always answers 200: after the
// fallback the carrier asks nobody.
func (g *Gateway) voiceFallback(c echo.Context) error {
	form := c.Request().PostForm
	code, _ := strconv.Atoi(form.Get("ErrorCode"))
	g.log.Warn("the carrier asks the fallback of a call", "code", code)
	call, err := twilio.ParseCall(form)
	if err != nil {
		return c.Blob(http.StatusOK, textXML, g.apology.ask)
	}
	failed := form.Get("ErrorUrl")
	again := c.QueryParam(turnQuery) != "" || failed == g.base+afterSorry
	said, ok := g.sorry(c.Request().Context(), call, failed, again)
	switch {
	case ok:
	case again, call.Recording.SID != "":
		said = g.apology.thanks
	default:
		said = g.apology.ask
	}
	return c.Blob(http.StatusOK, textXML, said)
}

// asked is the query of a URL, which is ours: it names the turn. Empty if it cannot be read.
func asked(address string) url.Values {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return u.Query()
}

// sorry has the engine word the apology; not ok if that fails, too. The carrier tells the URL that failed; again: the
// call comes from an apology.
// https://www.twilio.com/docs/usage/security/availability-reliability
func (g *Gateway) sorry(ctx context.Context, call twilio.Call, failed string, again bool) (said []byte, ok bool) {
	defer func() {
		if recover() != nil { // whose own words may quote a text
			g.log.Error("the fallback of a call failed", "stack", string(debug.Stack()))
			ok = false
		}
	}()
	event := turn(call, asked(failed))
	event.Again = again
	event.Heard = heard(call, event.Turn+1) // a message, perhaps, whichever turn it was left in
	event.Heard.Machine = call.Machine
	ctx, cancel := context.WithTimeout(ctx, fallbackTime)
	defer cancel()
	answer := g.engine.Fallback(ctx, event)
	return g.document(answer, call, g.base+afterSorry), true
}

// newApology words the apology in each of the network's languages that can be heard.
func (g *Gateway) newApology(languages []string) apology {
	ask := ivr.Turn{Language: g.catalog.Default(), Listen: ivr.Listen{For: ivr.ForRecording}}
	for _, lang := range languages {
		ask.Say = append(ask.Say, ivr.Prompt{Key: msg.VoiceSorry, Language: lang}, ivr.Prompt{Key: msg.VoiceSpeakNow, Language: lang})
	}
	thanks := ivr.Turn{Language: g.catalog.Default(), Listen: ivr.Listen{For: ivr.HangUp},
		Say: []ivr.Prompt{{Key: msg.VoiceMessageKept}, {Key: msg.VoiceGoodbye}}}
	next := g.base + afterSorry
	return apology{
		ask:    g.document(engine.CallAnswer{Turn: ask}, twilio.Call{}, next),
		thanks: g.document(engine.CallAnswer{Turn: thanks}, twilio.Call{}, next),
	}
}
