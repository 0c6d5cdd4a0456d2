package gateway

import "net/http"

// Wake returns the handler of POST /wake on the private listener: other commands tell a running server that they
// wrote to the database. Browsers on other sites are refused.
func (g *Gateway) Wake() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /wake", func(w http.ResponseWriter, _ *http.Request) {
		g.engine.Wake()
		w.WriteHeader(http.StatusNoContent)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}
