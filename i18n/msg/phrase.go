package msg

import "strconv"

// Phrase is a ready sentence that one side of a job says to the other, each in its own language: two people who share
// none, or one of whom gets only calls, finish a job with them. Nobody translates: all of them are in every catalog,
// as a text and as a prompt.
type Phrase struct {
	Number int    // its group (1 to 6) times ten and its place in that (1 to 5); 0: none
	Blank  string // the number that fills it in, of one to four digits; empty: it has none
}

// How many groups of phrases there are (coming, the door, the errand, money, another plan, answers), and how many
// phrases are in each.
const (
	PhraseGroups    = 6
	PhrasesPerGroup = 5
)

// PhrasePerson asks for somebody from the line: it is said to the other side and to a coordinator.
const PhrasePerson = 55

// examples are the phrases that have a blank, with what stands in it where they are listed.
var examples = map[int]string{
	13: "6", // I'll be there at 6:00
	22: "12",
	23: "4",
	41: "12",
	53: "6",
}

// hours are those whose blank is a time of day.
var hours = map[int]bool{13: true, 53: true}

// ReadPhrase is the phrase of a number with what fills its blank; not ok if there is no such phrase or the blank is not
// what it needs.
func ReadPhrase(number int, blank string) (Phrase, bool) {
	p := Phrase{number, blank}
	if !IsPhrase(number) || p.HasBlank() != (blank != "") {
		return Phrase{}, false
	}
	if blank == "" {
		return p, true
	}
	n, err := strconv.ParseUint(blank, 10, 16)
	if err != nil || len(blank) > 4 || hours[number] && !isHour(blank, n) {
		return Phrase{}, false
	}
	return p, true
}

// isHour says whether digits are a time of day, with minutes or without.
func isHour(digits string, n uint64) bool {
	if len(digits) <= 2 {
		return n <= 24
	}
	return n/100 <= 24 && n%100 < 60
}

// IsPhrase says whether there is a phrase of this number.
func IsPhrase(number int) bool {
	group, item := number/10, number%10
	return group >= 1 && group <= PhraseGroups && item >= 1 && item <= PhrasesPerGroup
}

// ExamplePhrase is the phrase of a number as it is listed.
func ExamplePhrase(number int) Phrase { return Phrase{number, examples[number]} }

// HasBlank says whether a number has to fill this phrase in.
func (p Phrase) HasBlank() bool { return examples[p.Number] != "" }

// IsTime says whether what fills the blank is a time of day: 6, 18, 630 or 1830.
func (p Phrase) IsTime() bool { return hours[p.Number] }

// Key is the message, and the prompt: a prompt with a blank ends in a colon, and the number follows as digits.
func (p Phrase) Key() Key { return Key("phrase_" + strconv.Itoa(p.Number)) }

// Text is the phrase as it is written.
func (p Phrase) Text() Text {
	if !p.HasBlank() {
		return Text{Key: p.Key()}
	}
	return T(p.Key(), "Number", p.written())
}

// written is what stands in the blank: a time of day with its minutes, any other number as it is.
func (p Phrase) written() string {
	switch n := len(p.Blank); {
	case !p.IsTime():
		return p.Blank
	case n <= 2:
		return p.Blank + ":00"
	default:
		return p.Blank[:n-2] + ":" + p.Blank[n-2:]
	}
}

// Said is what is said of the blank, digit by digit: of a time the hours and the minutes each by themselves; nil: nothing.
func (p Phrase) Said() []string {
	switch n := len(p.Blank); {
	case n == 0:
		return nil
	case hours[p.Number] && n > 2:
		return []string{p.Blank[:n-2], p.Blank[n-2:]}
	}
	return []string{p.Blank}
}

// Code is the phrase as somebody writes it: "12", "41 12".
func (p Phrase) Code() string {
	code := strconv.Itoa(p.Number)
	if p.Blank != "" {
		code += " " + p.Blank
	}
	return code
}

// PhraseGroup begins the option of a group on the phone: "For money,".
func PhraseGroup(group int) Key { return Key("phrase_group_" + strconv.Itoa(group)) }
