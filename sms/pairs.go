package sms

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/lexicon"
	"hotline/i18n/msg"
)

// Two sides of a job write to each other through the line. Whoever is in several pairings at once, as somebody with two
// helpers or two jobs, says whom a text is for by a name in front; else it is for who was last heard of within the hour,
// else we ask.

// pairings are all requests of this person that texts may be passed on about, their own and their jobs.
func pairings(t *talk.Turn) (all []*talk.Request) {
	for _, side := range [][]talk.Request{t.Person.Asked, t.Person.Past, t.Person.Jobs} {
		for i := range side {
			if paired(t, &side[i]) {
				all = append(all, &side[i])
			}
		}
	}
	return all
}

// paired says whether texts about a request are passed on: somebody has it, or had it until 24 hours ago. Who asked
// privately has not been told by text who comes.
func paired(t *talk.Turn, r *talk.Request) bool {
	if r.Private && !isJob(t, r) {
		return false
	}
	return r.Holder != 0 && (r.Status.Taken() || t.At.Before(r.RelayUntil))
}

func isJob(t *talk.Turn, r *talk.Request) bool { return r.Holder == t.Person.Contact }

// counterparts are the pairings this person is in, one with each other person: the one with the latest word. The person
// last heard of comes first.
func counterparts(t *talk.Turn) []*talk.Request {
	all := pairings(t)
	slices.SortStableFunc(all, func(a, b *talk.Request) int { return cmp.Or(b.EventAt.Compare(a.EventAt), cmp.Compare(b.ID, a.ID)) })
	seen := map[dispatch.ID]bool{}
	return slices.DeleteFunc(all, func(r *talk.Request) bool {
		other := otherSide(t, r)
		known := seen[other]
		seen[other] = true
		return known
	})
}

// counterpart is the pairing with the latest word. nil: none.
func counterpart(t *talk.Turn) *talk.Request {
	if all := counterparts(t); len(all) > 0 {
		return all[0]
	}
	return nil
}

func otherSide(t *talk.Turn, r *talk.Request) dispatch.ID {
	if isJob(t, r) {
		return r.Resident
	}
	return r.Holder
}

func otherName(t *talk.Turn, r *talk.Request) any {
	switch {
	case !isJob(t, r):
		return holderName(r)
	case r.ResidentName == "":
		return msg.T(msg.YourNeighbor)
	}
	return r.ResidentName
}

// addressee is the pairing that this text is for, and its words without a name that only says so. nil: there is none, or
// it is not clear which.
func addressee(t *talk.Turn, all []*talk.Request) (to *talk.Request, words string) {
	words = t.Text.Raw
	switch len(all) {
	case 0:
		return nil, words
	case 1:
		return all[0], words
	}
	for _, r := range all {
		name, _ := otherName(t, r).(string)
		rest, ok := namedFirst(t.Text, name)
		switch {
		case !ok:
		case to != nil: // two of one name
			return nil, t.Text.Raw
		default:
			to, words = r, rest
		}
	}
	if to == nil && t.At.Sub(all[0].EventAt) <= askWithin {
		to = all[0]
	}
	return to, words
}

// namedFirst says whether a text begins with a name, and is the text without it where a sign sets the name apart or no
// more than numbers follow: "Ben: I'm here", "Ben 12". Else the name is part of what is said: "Ben are you there?"
func namedFirst(text lexicon.Text, name string) (rest string, ok bool) {
	tokens := lexicon.Parse(name).Tokens
	if len(text.Tokens) <= len(tokens) || !sameTokens(text.Tokens[:len(tokens)], tokens) {
		return "", false
	}
	at := 0
	for !sameTokens(lexicon.Parse(text.Raw[:at]).Tokens, tokens) {
		_, n := utf8.DecodeRuneInString(text.Raw[at:])
		if at += n; n == 0 || at > longestName {
			return text.Raw, true
		}
	}
	rest = strings.TrimLeftFunc(text.Raw[at:], func(r rune) bool { return r == ' ' || unicode.IsMark(r) })
	apart := strings.TrimLeftFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(":,;.-，：、。", r) })
	if _, code := phraseCode(lexicon.Parse(apart)); code || len(apart) < len(rest) {
		return apart, true
	}
	return text.Raw, true
}

// longestName is how much of a text, in bytes, is looked at for a name in front.
const longestName = 100

// askWhom asks whom a text is for, and keeps it until that is said. What follows before the answer is kept with it.
func askWhom(t *talk.Turn, all []*talk.Request, words string) {
	for _, q := range t.Session.Open {
		if q.State == toWhom {
			words = q.Options[0].Words + "\n" + words
		}
	}
	t.Push(talk.Question{State: toWhom, Options: oneOfThem(all, toOne, words)})
}

// oneOfThem are the options of a question that asks which counterpart is meant.
func oneOfThem(all []*talk.Request, do, words string) (options []talk.Option) {
	for _, r := range all {
		options = append(options, talk.Option{Do: do, Request: r.ID, Words: talk.Bounded(words)})
	}
	return options
}

// toOne is an option of that question: the kept words are for this pairing.
const toOne = "to"

// readWhom reads the number of one of them, or a name and no more.
func readWhom(t *talk.Turn) talk.Answer {
	if chosenWhom(t, t.Question().Options) == nil {
		return talk.NotMine
	}
	return chosen
}

func chosenWhom(t *talk.Turn, options []talk.Option) (one *talk.Option) {
	if n, ok := t.Lexicon.Number(t.Text); ok && n >= 1 && n <= len(options) {
		return &options[n-1]
	}
	for i, o := range options {
		name := ""
		if r := findPaired(t, o.Request); r != nil {
			name, _ = otherName(t, r).(string)
		}
		if !sameTokens(t.Text.Tokens, lexicon.Parse(name).Tokens) {
			continue
		}
		if one != nil { // two of one name
			return nil
		}
		one = &options[i]
	}
	return one
}

// passKept passes on what was kept until it was clear for whom it is.
func passKept(t *talk.Turn) { choose(t, *chosenWhom(t, t.Left().Options)) }

func findPaired(t *talk.Turn, id dispatch.ID) *talk.Request {
	all := pairings(t)
	if i := slices.IndexFunc(all, func(r *talk.Request) bool { return r.ID == id }); i >= 0 {
		return all[i]
	}
	return nil
}
