package main

import (
	"context"
	"strings"
	"testing"
)

// A simulation of years ends when somebody wants it to.
func TestSimulateIsStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, problem strings.Builder
	args := []string{"simulate", "--config", "testdata/hotline.toml", "--runs", "1"}
	if code := run(ctx, args, nil, &out, &problem); code != exitFailed || out.String() != "" {
		t.Errorf("exit %d, %q", code, out.String())
	}
	if got := problem.String(); got != "hotline: stopped before it was done\n" {
		t.Errorf("says %q", got)
	}
}
