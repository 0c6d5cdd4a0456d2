// Command hotline is the phone number of a mutual-aid network: neighbours text it for help, and other neighbours are
// asked, a few at a time, until one says yes. This package wires the parts together (App) and has one file for each
// subcommand; what the line does and says is decided in the packages it imports.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // asked a second time, the system ends it at once
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}
