package msg

import (
	"strconv"
	"time"
)

// A prompt is one piece of what the line says on the phone. It has no blanks, so that it can be recorded: what varies
// (a digit, a need, a language) is a piece of its own. Its text is under [voice] in the catalogs, its recording in
// prompts/<language>/<key>.(wav|mp3).

// Digit is a digit as it is said: "four".
func Digit(d byte) Key { return Key("digit_" + string(d)) }

// Press is the end of an option: "press 1.". key is one of 0123456789*#.
func Press(key byte) Key {
	switch key {
	case '*':
		return "press_star"
	case '#':
		return "press_pound"
	}
	return Key("press_" + strconv.Itoa(int(key-'0')))
}

// ForNeed begins the option of a category: "For food,".
func ForNeed(code string) Key { return Key("for_" + code) }

// NeedIs names a category on its own: "Food."
func NeedIs(code string) Key { return Key("need_" + code) }

// Weekday is a day by when something is wanted: "On Friday."
func Weekday(d time.Weekday) Key { return Key("weekday_" + strconv.Itoa(int(d))) }

// ForLanguage begins the option of a language, in that language: "Para español,".
func ForLanguage(tag string) Key { return Key("language_" + tag) }
