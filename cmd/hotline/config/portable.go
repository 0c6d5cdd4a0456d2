package config

import (
	"bytes"
	"fmt"

	"github.com/pelletier/go-toml/v2"
)

// Portable is a file of settings as it is written, for a backup: without its secrets, without comments (there may be an
// old secret in one), and without the places on this machine, so that database and keys are looked for beside it. What
// the environment says is not in it.
func Portable(path string) ([]byte, error) {
	text, err := read(path)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	written := map[string]any{}
	if err := toml.Unmarshal(text, &written); err != nil {
		return nil, fmt.Errorf("%s: is not TOML", path)
	}
	drop(written["twilio"], "auth_token", "auth_token_next")
	drop(written["server"], "data_dir")
	drop(written["privacy"], "keys_file")
	if list, ok := written["coordinators"].([]any); ok {
		for _, each := range list {
			drop(each, "pin")
		}
	}
	return toml.Marshal(written)
}

func drop(table any, keys ...string) {
	if t, ok := table.(map[string]any); ok {
		for _, k := range keys {
			delete(t, k)
		}
	}
}
