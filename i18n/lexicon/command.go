package lexicon

import "slices"

// Command is a command with its number, if it takes one (PAUSE 7, PHRASES 2).
type Command struct {
	Code     string // one of CommandCodes, or "language"
	N        int    // PAUSE: days; PHRASES: a group of them; 0: not said
	Language string // for Code "language": the language named
}

// languageCommand is the code of a language's own name.
const languageCommand = "language"

// CommandCodes are the commands that Words.Commands may have words for.
func CommandCodes() []string {
	return []string{
		"help", "status", "done", "start", "who", "report", "private", "join", "pause", "back", "me", "leave",
		"drop", "swap", "callme", "on_my_way", "late", "call", "no_calls", "forget", "phrases", "all", "weekly", "not_weekly",
	}
}

// maxCommand is the longest command in tokens; a Chinese phrase has one for every sign.
const maxCommand = 14

// Command reads a whole message that is a command: in lang first, then in English and the network's other languages.
// Small words around it are no part of it ("done, thanks!"). A language's own name is Command{Code: "language"}.
func (l *Lexicon) Command(t Text, lang string) (Command, bool) {
	if len(t.Tokens) == 0 || len(t.Tokens) > maxCommand {
		return Command{}, false
	}
	if c, ok := l.command(&t, 0, len(t.Tokens), lang); ok {
		return c, true
	}
	from, to := l.trim(&t, lang, polite)
	if from == 0 && to == len(t.Tokens) || from >= to {
		return Command{}, false
	}
	return l.command(&t, from, to, lang)
}

// command reads the tokens [from,to) as one command.
func (l *Lexicon) command(t *Text, from, to int, lang string) (Command, bool) {
	first := t.Tokens[from].Fold
	for v := range l.order(lang) {
		if v.commands.longest[first] == 0 {
			continue
		}
		if code, ok := v.commands.span(t, from, to-from); ok {
			return Command{Code: code}, true
		}
		if c, ok := v.numbered(t, from, to); ok {
			return c, true
		}
	}
	if tag, ok := l.names.span(t, from, to-from); ok {
		return Command{Code: languageCommand, Language: tag}, true
	}
	return Command{}, false
}

// Late says whether a text begins or ends with a word for being late: "late, 20 min", "20 minutes late".
func (l *Lexicon) Late(t Text, lang string) bool {
	for v := range l.order(lang) {
		for n := 1; n <= len(t.Tokens); n++ {
			first, _ := v.commands.span(&t, 0, n)
			last, _ := v.commands.span(&t, len(t.Tokens)-n, n)
			if first == "late" || last == "late" {
				return true
			}
		}
	}
	return false
}

// Languages finds the languages that a text names, each once, for a volunteer's list: "English and Kreyòl".
func (l *Lexicon) Languages(t Text) []string {
	var tags []string
	for i := 0; i < len(t.Tokens); {
		tag, n := l.names.at(&t, i)
		if n > 0 && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
		i += max(n, 1)
	}
	return tags
}

// maxSmall is the longest small word in tokens.
const maxSmall = 5

// trim leaves out the small words of some kinds at both ends.
func (l *Lexicon) trim(t *Text, lang string, kinds role) (from, to int) {
	to = len(t.Tokens)
	for from < to {
		_, n := l.small(t, from, lang, kinds)
		if n == 0 {
			break
		}
		from += n
	}
	for start := max(from, to-maxSmall); start < to; start++ {
		if _, n := l.small(t, start, lang, kinds); n > 0 && start+n == to {
			to = start
			start = max(from, to-maxSmall) - 1
		}
	}
	return from, to
}

// numbered reads a command that takes a number: PAUSE with days, and words for weeks ("pause 7", "pausa 2 semanas",
// "暂停3天"), and PHRASES with a group of them.
func (v *vocabulary) numbered(t *Text, from, to int) (c Command, ok bool) {
	for n := 1; from+n < to; n++ {
		code, found := v.commands.span(t, from, n)
		switch {
		case !found:
			continue
		case code == "pause":
			c.N, ok = v.span(t, from+n, to)
		case code == "phrases":
			number, length := v.number(t, from+n)
			c.N, ok = number, length > 0 && from+n+length == to
		}
		if ok {
			c.Code = code
			return c, true
		}
	}
	return Command{}, false
}

// span reads the tokens [from,to) as a span of time in days, at least one: "7", "7 days", "for two weeks", "a week".
func (v *vocabulary) span(t *Text, from, to int) (days int, ok bool) {
	number, unit := 0, -1
	for i := from; i < to; {
		if n, length := v.number(t, i); length > 0 && number == 0 && n > 0 {
			number = n
			i += length
			continue
		}
		if n, length := v.days.at(t, i); length > 0 && unit < 0 {
			unit = n
			i += length
			continue
		}
		said, length := v.answers.at(t, i)
		if said&(roleFiller|roleLinking) == 0 {
			return 0, false
		}
		i += length
	}
	if unit < 0 {
		return number, number > 0
	}
	return max(max(number, 1)*unit, 1), true
}
