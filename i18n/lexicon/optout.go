package lexicon

import "strings"

// OptOut is what a text says about texting.
type OptOut int

const (
	NotOptOut    OptOut = iota
	CarrierWord         // STOP and its like: the carrier has acted on it
	OwnWord             // ALTO, ARRET, "STOP!": a whole message the carrier does not know
	OptOutPhrase        // "stop texting me": closed and unambiguous
	MaybeOptOut         // contains a stop word: handled as usual and shown to a coordinator
)

// CarrierWords are the words the carrier acts on by itself, alone in a message and in any case. They can never be
// words of ours: the carrier blocks the number (docs: "Advanced Opt-Out", default keywords; 47 CFR 64.1200(a)(10)).
func CarrierWords() []string {
	return []string{"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
}

// optOutWord is what an entry of the opt-out lists is.
type optOutWord uint8

const (
	carrierWord optOutWord = 1 << iota
	firmWord               // a carrier's word that means texting alone, not "cancel my request" or "the end"
	ownWord
	ownPhrase
	smallWord // please, thanks
)

// maybeWords is the size, in half words, up to which one of our own opt-out words inside a text makes it MaybeOptOut:
// in longer ones "alto" is tall and "arrêt" a bus stop.
const maybeWords = 8

func (l *Lexicon) compileOptOut() {
	l.optOut = newPhrases[optOutWord](nil)
	add := func(f form, keepAccents bool, word optOutWord) {
		l.optOut.put(f, keepAccents, func(old optOutWord) optOutWord { return old | word })
	}
	for _, word := range CarrierWords() {
		add(formOf(word), false, carrierWord)
	}
	for _, word := range []string{"stop", "stopall", "stop all", "unsubscribe", "optout", "opt out"} {
		add(formOf(word), false, firmWord)
	}
	for _, v := range l.langs {
		for _, group := range []struct {
			list []string
			word optOutWord
		}{
			{v.words.OptOut, ownWord}, {v.words.OptOutPhrases, ownPhrase}, {v.words.Filler, smallWord},
			{v.words.Linking, smallWord}, {v.words.Thanks, smallWord},
		} {
			v.each(group.list, func(f form, keepAccents bool) { add(f, keepAccents, group.word) })
		}
	}
}

// OptOut reads opt-out words of every language of the network and English.
func (l *Lexicon) OptOut(t Text) OptOut {
	if len(t.Tokens) == 0 {
		return NotOptOut
	}
	if isCarrierWord(t.Raw) {
		return CarrierWord
	}
	if t.fold != "stop" && unstretched(t.fold) == "stop" {
		return OwnWord // "STOPPPP"
	}
	word, whole := l.optOut.whole(&t)
	if whole && word&(carrierWord|firmWord|ownWord) != 0 && !asked(&t) {
		return OwnWord
	}
	var has optOutWord
	closed := true // nothing but opt-out words and phrases, and small words
	for i := 0; i < len(t.Tokens); {
		word, n := l.optOut.at(&t, i)
		has |= word
		if word&(firmWord|ownWord|ownPhrase|smallWord) == 0 && !joins(&t, i) {
			closed = false
		}
		i += max(n, 1)
	}
	switch {
	case closed && has&ownPhrase != 0:
		return OptOutPhrase
	case closed && has&(firmWord|ownWord) != 0 && !asked(&t):
		return OwnWord
	case has&(carrierWord|firmWord|ownPhrase) != 0, has&ownWord != 0 && t.size() <= maybeWords:
		return MaybeOptOut
	}
	return NotOptOut
}

// unstretched cuts every run of three and more of a letter to one; a "stoop" stays one.
func unstretched(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		n := 1
		for i+n < len(s) && s[i+n] == s[i] {
			n++
		}
		if n > 2 {
			b = append(b, s[i])
		} else {
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return string(b)
}

// joins says whether token i only joins two phrases: "and", an emoji.
func joins(t *Text, i int) bool {
	k := &t.Tokens[i]
	return k.Fold == "and" || k.Fold == "i" || k.kind == emoji
}

// isCarrierWord says whether a text is one of the carrier's words and nothing else: with a full stop the carrier may
// not have seen it.
func isCarrierWord(raw string) bool {
	for _, word := range CarrierWords() {
		if strings.EqualFold(raw, word) {
			return true
		}
	}
	return false
}

// OptIn reads START, UNSTOP and their like.
func (l *Lexicon) OptIn(t Text) bool {
	if len(t.Tokens) == 1 && (t.fold == "start" || t.fold == "unstop") {
		return true
	}
	_, ok := l.optIn.whole(&t)
	return ok
}
