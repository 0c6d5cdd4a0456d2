// Command hotline is the phone number of a mutual-aid network: neighbours text it for help, and other neighbours are
// asked, a few at a time, until one says yes. This package wires the parts together (App) and has one file for each
// subcommand; what the line does and says is decided in the packages it imports.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// gcPercent lets the heap grow to five times what is alive before it is collected; Go lets it double. A line has little
// alive (some ten MB), and under load collecting took a fifth of the processors' time. (ops/bench.md)
const gcPercent = 400

func main() {
	if _, chosen := os.LookupEnv("GOGC"); !chosen {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // asked a second time, the system ends it at once
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}
