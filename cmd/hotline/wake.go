package main

import (
	"context"
	"net/http"
	"time"

	"hotline/cmd/hotline/config"
)

// wake tells the server that runs on the same settings, if one does, that something was written. Without a server
// that can be reached nothing is lost: the next start finds it.
func wake(ctx context.Context, cfg *config.Config) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+cfg.Server.ConsoleListen+"/wake", nil)
	if err != nil {
		return
	}
	client := http.Client{Transport: &http.Transport{}} // no proxy: it is this machine or a neighbour of it
	defer client.CloseIdleConnections()
	if res, err := client.Do(req); err == nil {
		_ = res.Body.Close() // the answer is empty
	}
}
