// Package msg names every message of the catalogs and what may stand in their blanks. A rule that wants something
// said makes a Text; only package i18n turns it into words, in the language of whoever reads it.
package msg

import "time"

// Key names one message of the catalogs (i18n/catalog/<tag>.toml).
type Key string

// Text is something to say, not yet worded.
type Text struct {
	Key  Key
	Args Args
	// Spare is good to know, and left out of a message that would cost a further segment for it.
	Spare bool
}

// Args fill the blanks of a message. A value is one of: string (a name, a ZIP, a person's own words: said as it
// is), int (a count; "Count" chooses the plural form), Need, When, Clock, Day, Language, Menu, Pays, Text, List.
type Args map[string]any

// Need is a category's label: "groceries". With People > 0: "groceries for 2"; with Helpers > 1: "groceries, 3 helpers".
type Need struct {
	Category string
	People   int
	Helpers  int
}

// When is by when help is needed: "today", "Friday 10:00 am". The word is the urgency's, or Due's if Due is set. A Due at
// 23:59 is a day without a time of day: "Friday".
type When struct {
	Urgency string
	Due     time.Time
}

// Clock is a time of day: "14:05". Day is a day as people say it, seen from now: "today", "tomorrow", "Friday".
// Moment is both: "today 14:05", "8:00" alone when it is today.
type (
	Clock  time.Time
	Day    time.Time
	Moment time.Time
)

// Language is a language's name in the reader's language: "Spanish".
type Language string

// Kind is the kind of a danger (the lexicon's: violence, overdose, suicide, fire, gas, medical), as a coordinator is
// told it.
type Kind string

// Menu is the numbered list of the network's commonest needs, with 5 = something else: "1 food  2 medicine …".
type Menu struct{}

// Pays says who pays, as in an offer: "they pay". UpTo is in whole units of the network's currency.
type Pays struct {
	By   string
	UpTo int
}

// List is joined as the reader's language joins things: "a, b and c".
type List []any

// Choices is a numbered list: "1 food  2 medicine".
type Choices []any

// T makes a Text; args are name, value, name, value.
func T(key Key, args ...any) Text {
	t := Text{Key: key}
	if len(args) > 0 {
		t.Args = make(Args, len(args)/2)
	}
	for i := 0; i+1 < len(args); i += 2 {
		t.Args[args[i].(string)] = args[i+1]
	}
	return t
}
