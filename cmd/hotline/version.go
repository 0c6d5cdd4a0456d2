package main

import (
	"fmt"
	"runtime/debug"
)

type versionCmd struct{}

// Run prints the release, or the commit of a build from source.
func (versionCmd) Run(e *env) error {
	_, err := fmt.Fprintln(e.stdout, "hotline", version())
	return err
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && v == "(devel)" {
			v = s.Value
		}
	}
	return fmt.Sprintf("%s (%s)", v, info.GoVersion)
}
