// Package config reads hotline.toml and the environment, and is the only part of Hotline that does. It is strict: an
// unknown key, a wrong type, a missing must or a value that cannot be meant is one line that names the place and
// says what to write. It opens nothing but the file: no database, no network.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // a machine without zone files must not read a network's hours as UTC

	"hotline/dispatch"
)

// maxSize bounds the file, in bytes: thousands of zones fit.
const maxSize = 1 << 20

// Config is the settings of one network, checked.
type Config struct {
	Path    string // the file
	Network dispatch.Network
	Server  Server
	Twilio  Twilio
	Voice   Voice
	Privacy Privacy

	dir string // the file's folder
}

// Server is [server].
type Server struct {
	PublicURL     string // no trailing slash
	PublicListen  string
	ConsoleListen string
	DataDir       string
}

// Database is the path of the database.
func (s Server) Database() string { return filepath.Join(s.DataDir, "hotline.db") }

// Prompts is the folder of what the line says in recorded voices.
func (s Server) Prompts() string { return filepath.Join(s.DataDir, "prompts") }

// Twilio is [twilio].
type Twilio struct {
	AccountSID          string
	AuthTokens          []Secret // the one in use first; a second during rotation
	Numbers             []string // E.164, at least one
	MessagingServiceSID string   // empty: send from the numbers
	APIURL              string   // no trailing slash
	MaxPerSecond        float64  // per sender number
}

// Tokens are the auth tokens in the clear.
func (t Twilio) Tokens() []string {
	tokens := make([]string, len(t.AuthTokens))
	for i, s := range t.AuthTokens {
		tokens[i] = s.Reveal()
	}
	return tokens
}

// Privacy is [privacy].
type Privacy struct {
	KeysFile    string
	ForgetAfter time.Duration
	BackupTo    []string // age recipients, who can open a backup
}

// Secret is a value that is never printed; Reveal gives it to the one place that needs it.
type Secret string

// String hides the value.
func (Secret) String() string { return "••••" }

// GoString hides the value from %#v.
func (Secret) GoString() string { return "••••" }

// MarshalText hides the value from JSON and logs.
func (Secret) MarshalText() ([]byte, error) { return []byte("••••"), nil }

// Reveal is the value.
func (s Secret) Reveal() string { return string(s) }

// Load reads the file at path and what environ ("KEY=value" each) overrides. Relative paths in it start at the
// file's folder. Every error is one line to show to the person who wrote the file.
func Load(path string, environ []string) (*Config, error) {
	text, err := read(path)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("%s: find its folder: %w", path, err)
	}
	return parse(path, dir, text, environ)
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file; write one with: hotline init DIR", path)
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", path, errors.Unwrap(err))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", path, err)
	}
	if len(text) > maxSize {
		return nil, fmt.Errorf("%s: is over 1 MiB; give the file named hotline.toml", path)
	}
	return text, nil
}

// Parse reads settings that are in no file, and that the environment does not change. Relative paths in them start at
// the current folder.
func Parse(name string, text []byte) (*Config, error) { return parse(name, ".", text, nil) }

// parse turns the text of a file into settings. It touches no file.
func parse(name, dir string, text []byte, environ []string) (*Config, error) {
	text = []byte(strings.TrimPrefix(string(text), "\ufeff"))
	f := defaults()
	if err := decode(name, text, &f); err != nil {
		return nil, err
	}
	src, err := newSource(name, text)
	if err != nil {
		return nil, err
	}
	if err := override(&f, environ, src); err != nil {
		return nil, err
	}
	c := &checker{src: src, ours: f.Twilio.Numbers}
	cfg := &Config{
		Path:    name,
		Network: c.network(f),
		Server:  c.server(f.Server, dir),
		Twilio:  c.twilio(f.Twilio),
		Voice:   c.voice(f),
		Privacy: c.privacy(f.Privacy, dir),
		dir:     dir,
	}
	if c.err != nil {
		return nil, c.err
	}
	if cfg.Network.Contact == "" {
		cfg.Network.Contact = cfg.Twilio.Numbers[0]
	}
	return cfg, nil
}

// Words is the folder lang/ beside the file, with the network's own words. It need not be there.
func (c *Config) Words() string { return filepath.Join(c.dir, "lang") }

// Overlay is what is in that folder; nil if there is none.
func (c *Config) Overlay() fs.FS {
	dir := c.Words()
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(dir)
}
