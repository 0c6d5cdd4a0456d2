package lexicon

import (
	"strings"
	"unicode/utf8"
)

// Polarity is what a text says to a yes/no question.
type Polarity int

const (
	Unclear Polarity = iota
	Yes
	No
	YesIf // a yes with a condition: "yes but after 5"
	NoBut // "no but tomorrow"
)

// The sizes below are in half words, as Text.size counts.
const (
	shortAnswer = 6  // three words: the first may decide for the others
	askingBack  = 16 // eight words: "yes of course, what is the address?"
	longAnswer  = 40 // beyond twenty words a text that begins with yes is a story, not an answer with a condition
)

// reading is an answer cut into phrases, by what they are.
type reading struct {
	head      role // of the first phrase that is neither filler nor thanks; 0: a word of no list
	started   bool // head is set
	has       role // all roles seen
	opposite  bool // a yes that does not belong to a condition, for a no: "no but tomorrow i can" has none
	unknown   int  // words of no list
	need      bool // a word for a need among them
	condition bool // a condition, a time or a number after the head
}

// YesNo reads a yes or no of the language lang (and the digits-free emoji 👍 👎): the whole message, or the first of
// at most three words with no opposite word anywhere. A yes or no with a condition word or a time, before or after it,
// is YesIf or NoBut; a yes that asks back or names a need ("yes and diapers") is YesIf. A no of one word before others
// is none where that word also turns sentences around (Spanish "no contesta nadie"). Single letters count only as the
// whole message and only in lang itself.
//
// A text without a single word of lang is looked up in English and the network's other languages, where only a whole
// message or a conditional one counts.
func (l *Lexicon) YesNo(t Text, lang string) Polarity {
	if len(t.Tokens) == 0 || t.size() > longAnswer {
		return Unclear
	}
	own := l.own(lang)
	if own != nil {
		p, complete := own.polarity(&t, true)
		switch {
		case p != Unclear && !complete:
			return l.orInEnglish(&t, p)
		case p != Unclear, own.knows(&t):
			return p
		}
	}
	spoken := l.spoken(&t)
	for v := range l.order(lang) {
		if v == own || spoken != 0 && spoken&v.bit == 0 {
			continue
		}
		if p, _ := v.polarity(&t, false); p != Unclear {
			return p
		}
	}
	return Unclear
}

// orInEnglish is what a short answer with words that its own language does not have says in English, if it is one
// there as a whole: "yes but tomorrow".
func (l *Lexicon) orInEnglish(t *Text, p Polarity) Polarity {
	if english := l.own("en"); english != nil {
		if q, _ := english.polarity(t, false); q != Unclear {
			return q
		}
	}
	return p
}

// polarity reads an answer in one language. native is set in the writer's own; complete if every word was known.
func (v *vocabulary) polarity(t *Text, native bool) (p Polarity, complete bool) {
	if len(t.Tokens) == 1 && utf8.RuneCountInString(t.Tokens[0].Fold) == 1 {
		return v.single(t, native), true
	}
	r := v.read(t)
	return v.decide(t, r, native), r.unknown == 0
}

// decide weighs what was read.
func (v *vocabulary) decide(t *Text, r reading, native bool) Polarity {
	asks := r.has&roleQuestion != 0 || asked(t)
	short := native && t.size() <= shortAnswer
	saysNo := r.has&(roleNo|roleNot) != 0
	switch {
	case r.head&roleYes != 0 && !saysNo:
		firm := r.head&roleThanks == 0 // "ok" often only begins a question
		if r.condition || short && (asks || r.need) || native && firm && asks && t.size() <= askingBack {
			return YesIf // "yes and diapers" is more than a yes
		}
		if short || r.unknown == 0 && !asks {
			return Yes
		}
	case r.head&(roleNo|roleSorry) != 0 && r.has&roleNo != 0 && !r.opposite && !asks:
		if r.condition {
			return NoBut
		}
		if short && r.head&(roleSorry|roleNot) == 0 && !r.need || r.unknown == 0 {
			return No // not "no milk", nor "can't find it"
		}
	case r.head == roleNumber && v.copiedKey(t):
		return Yes
	case r.head&(roleCondition|roleNumber) != 0 && r.unknown == 0 && !asks:
		return r.afterCondition()
	}
	return Unclear
}

// single reads a text of one sign: "y", "👍", "好".
func (v *vocabulary) single(t *Text, native bool) Polarity {
	said := emojiRole(&t.Tokens[0])
	if said == 0 {
		said, _ = v.answers.whole(t)
		if !native && t.Tokens[0].kind != sign {
			return Unclear
		}
	}
	switch {
	case said&roleYes != 0:
		return Yes
	case said&roleNo != 0:
		return No
	}
	return Unclear
}

// copiedKey reads "1 yes", the way people copy "1 = yes".
func (v *vocabulary) copiedKey(t *Text) bool {
	if len(t.Tokens) != 2 || t.Tokens[0].Fold != "1" {
		return false
	}
	said, _ := v.role(t, 1)
	return said&roleYes != 0
}

// afterCondition is what an answer says that begins with its condition: "tomorrow I can", "明天不行".
func (r reading) afterCondition() Polarity {
	switch saysYes := r.has&roleYes != 0; {
	case saysYes && r.has&(roleNo|roleNot) == 0:
		return YesIf
	case !saysYes && r.has&roleNo != 0:
		return NoBut
	}
	return Unclear
}

// read cuts an answer into the longest phrases of the lists.
func (v *vocabulary) read(t *Text) (r reading) {
	afterCondition := false
	for i := 0; i < len(t.Tokens); {
		said, n := v.role(t, i)
		i += n
		r.has |= said
		if said == 0 && !t.Tokens[i-1].Joined {
			r.unknown++
			_, needs := v.needs.at(t, i-1)
			r.need = r.need || needs > 0
		}
		if said != 0 && said&^anySmall == 0 {
			continue
		}
		switch {
		case !r.started:
			r.head, r.started = said, true
		case said&(roleCondition|roleNumber) != 0:
			r.condition = true
			afterCondition = true
			continue
		case said&roleYes != 0 && !afterCondition:
			r.opposite = true
		}
		afterCondition = false
	}
	return r
}

// role is what the phrase at token i can be, and its length in tokens, at least 1.
func (v *vocabulary) role(t *Text, i int) (said role, n int) {
	k := &t.Tokens[i]
	if said = emojiRole(k); said != 0 {
		return said, 1
	}
	if said, n = v.answers.at(t, i); n > 0 && !cutsWord(t, i+n) {
		if n == 1 && len(k.Fold) == 1 {
			said &^= roleYes | roleNo // a single letter says nothing among other words
		}
		return said, n
	}
	if k.kind == digit {
		return roleNumber, 1
	}
	return v.stretched(k.Fold), 1
}

// cutsWord says whether a phrase that ends before token i cuts a word in two: the "i can" of "I can't".
func cutsWord(t *Text, i int) bool {
	return i < len(t.Tokens) && t.Tokens[i].Joined && t.Tokens[i].kind == letter
}

// stretched knows "yessss", "siii" and "nooo".
func (v *vocabulary) stretched(word string) role {
	if len(word) < 3 || !doubled(word) || v.plain[word] {
		return 0
	}
	return v.repeats[squeeze(word)]
}

// knows says whether a text has a word of the language.
func (v *vocabulary) knows(t *Text) bool {
	for i := range t.Tokens {
		if v.plain[t.Tokens[i].Fold] {
			return true
		}
	}
	return false
}

// emojiRole is what an emoji says in every language; 0 for what is no emoji.
func emojiRole(k *Token) role {
	if k.kind != emoji {
		return 0
	}
	switch k.Fold {
	case "👍", "👌", "✅", "✔", "☑", "🆗", "💯", "🙆":
		return roleYes | roleThanks
	case "👎", "❌", "🚫", "✖", "🙅":
		return roleNo
	}
	return roleFiller | roleThanks
}

// Thanks says whether a text answers nothing and needs no answer: "thanks", "ok", "👍", "👌 gracias".
func (l *Lexicon) Thanks(t Text, lang string) bool {
	if len(t.Tokens) == 0 || asked(&t) {
		return false
	}
	thanked := false
	for i := 0; i < len(t.Tokens); {
		said, n := l.small(&t, i, lang, anySmall)
		if n == 0 {
			return false
		}
		thanked = thanked || said&roleThanks != 0
		i += n
	}
	return thanked
}

// The kinds of small words that are no part of what a text says.
const (
	anySmall = roleFiller | roleLinking | roleThanks
	polite   = roleFiller | roleThanks
)

// small is the small word of some kinds at token i, in the first language that has one; n is 0 if there is none.
func (l *Lexicon) small(t *Text, i int, lang string, kinds role) (said role, n int) {
	known := l.evidence[t.Tokens[i].Fold].langs
	for v := range l.order(lang) {
		if v.tag != lang && known&v.bit == 0 && t.Tokens[i].kind != emoji {
			continue
		}
		said, n = v.role(t, i)
		letter := n == 1 && len(t.Tokens[i].Fold) == 1 && len(t.Tokens) > 1
		if said &= kinds; said&^roleThanks != 0 || said != 0 && !letter {
			return said, n
		}
		if n > 0 && v.tag == lang && v.plain[t.Tokens[i].Fold] {
			break // own-language words mean what they mean there
		}
	}
	return 0, 0
}

// Sorry says whether the holder of a job seems to give it back: a no, "can't make it", "sorry". "Sorry, running
// late" and "I can't find the door" are none.
func (l *Lexicon) Sorry(t Text, lang string) bool {
	if p := l.YesNo(t, lang); p == No || p == NoBut {
		return true
	}
	apologies := uint32(0) // the languages that have one
	for i := range t.Tokens {
		apologies |= l.evidence[t.Tokens[i].Fold].sorry
	}
	own, english := l.own(lang), l.own("en")
	return own != nil && apologies&own.bit != 0 && own.sorry(&t) ||
		english != nil && english != own && apologies&english.bit != 0 && english.sorry(&t)
}

// sorry says whether a text is an apology and nothing else, or has a phrase of several words of the sorry list.
func (v *vocabulary) sorry(t *Text) bool {
	const other = ^(roleSorry | roleNo | roleNot | roleCondition | anySmall)
	if r := v.read(t); r.has&roleSorry != 0 && r.unknown == 0 && r.has&other == 0 {
		return true
	}
	for i := range t.Tokens {
		if said, n := v.answers.at(t, i); said&roleSorry != 0 && n > 1 {
			return true
		}
	}
	return false
}

// Question says whether a text asks something.
func (l *Lexicon) Question(t Text, lang string) bool {
	if asked(&t) {
		return true
	}
	if v := l.own(lang); v != nil && v.begins(&t) {
		return true
	}
	v := l.own("en")
	return v != nil && v.begins(&t)
}

// begins says whether a text begins with a question word, small words aside.
func (v *vocabulary) begins(t *Text) bool {
	for i := 0; i < len(t.Tokens); {
		said, n := v.role(t, i)
		if said&roleQuestion != 0 {
			return true
		}
		if said&(roleFiller|roleLinking) == 0 {
			return false
		}
		i += n
	}
	return false
}

// asked says whether a text has a question mark.
func asked(t *Text) bool { return strings.ContainsAny(t.Raw, "?？؟") }
