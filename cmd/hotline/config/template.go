package config

import _ "embed"

// Template is a commented hotline.toml with every key. It is refused as it stands: the line must be given its name,
// time zone, address, account and numbers.
//
//go:embed hotline.toml
var Template string
