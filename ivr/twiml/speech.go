package twiml

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hotline/i18n"
)

// What one <Say> may hold: 3,000 characters of a Polly voice, and 4,500 when written as in a URL (error 13521), where
// a Chinese sign takes nine. Less is used, so that markup fits, too.
const (
	maxSay     = 2000
	maxEncoded = 3600
)

// longestBreak is the longest pause that a voice makes. (SSML of the carrier's voices)
const longestBreak = 10_000 // ms

// speech is what is said one after another. Pieces that one voice reads are one <Say>: it reads "For food, press 1."
// as one sentence.
type speech struct {
	doc     *document
	voice   i18n.Voice
	open    bool // a <Say> is being written
	runes   int  // in it
	encoded int
	last    rune // written in it
	rest    int  // ms of pause that are owed
}

// read has a voice read a text, in as many pieces as it takes.
func (s *speech) read(voice i18n.Voice, text string) {
	for text = strings.Join(strings.Fields(clean(text)), " "); text != "" && !s.doc.full(); {
		end := fitting(text)
		runes, size := utf8.RuneCountInString(text[:end]), encoded(text[:end])
		if s.open && (s.voice != voice || s.runes+runes > maxSay || s.encoded+size > maxEncoded) {
			s.end()
		}
		s.begin(voice)
		s.space(text)
		s.doc.text(text[:end])
		s.runes, s.encoded = s.runes+runes, s.encoded+size
		s.last, _ = utf8.DecodeLastRuneInString(text[:end])
		text = strings.TrimLeft(text[end:], " ")
	}
}

// begin opens a <Say>, or makes the pause that is owed in the one that is open.
func (s *speech) begin(voice i18n.Voice) {
	if s.open {
		if s.rest > 0 {
			s.doc.b.WriteByte(' ')
			s.doc.empty("break", "time", strconv.Itoa(min(s.rest, longestBreak))+"ms")
			s.rest, s.encoded = 0, s.encoded+len(`%3Cbreak%20time%3D%2210000ms%22%2F%3E`)
		}
		return
	}
	s.wait()
	s.doc.open("Say", "language", voice.Language, "voice", voice.Name)
	s.voice, s.open, s.runes, s.encoded, s.last = voice, true, 0, 0, ' '
}

// space keeps two pieces apart, where the language writes a space.
func (s *speech) space(next string) {
	first, _ := utf8.DecodeRuneInString(next)
	if s.last != ' ' && !wide(s.last) && !wide(first) {
		s.doc.b.WriteByte(' ')
	}
}

// wide says whether a character stands without spaces around it.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。！？、：；（）", r)
}

// play plays a sound.
func (s *speech) play(url string) {
	if url == "" || s.doc.full() {
		return
	}
	s.end()
	s.wait()
	s.doc.line("Play", url)
}

// pause owes a pause; it is made before whatever is said next, and not at all if nothing is.
func (s *speech) pause(ms int) {
	if ms > 0 {
		s.rest = min(s.rest+ms, longestBreak)
	}
}

// wait makes the pause that is owed, between two elements: the carrier's is of whole seconds, and less than half a
// one is none.
func (s *speech) wait() {
	if length := (s.rest + 500) / 1000; length > 0 {
		s.doc.empty("Pause", "length", strconv.Itoa(length))
	}
	s.rest = 0
}

// end closes the <Say> that is open.
func (s *speech) end() {
	if s.open {
		s.doc.close("Say")
		s.open = false
	}
}

// fitting is how many bytes of a text one <Say> may hold; it ends between words where it can.
func fitting(text string) int {
	runes, size, space := 0, 0, 0
	for i, r := range text {
		size += encoded(string(r))
		if runes++; runes > maxSay || size > maxEncoded {
			if space > 0 {
				return space
			}
			return i
		}
		if r == ' ' {
			space = i
		}
	}
	return len(text)
}

// encoded is how long a text is as a URL has it.
func encoded(text string) int {
	n := 0
	for i := range len(text) {
		if c := text[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			n++
		} else {
			n += len("%20")
		}
	}
	return n
}
