package gateway

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// live says that the process answers.
func live(c echo.Context) error {
	return c.JSON(http.StatusOK, map[string]bool{"live": true})
}
