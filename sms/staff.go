package sms

import (
	"slices"
	"strconv"
	"strings"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
)

// A coordinator's commands are the same English words in every language, and only from a coordinator's phone: from
// anybody else's they are ordinary texts, and so are a coordinator's own that only begin alike ("take care!").

// staffCommand is one of them.
type staffCommand struct {
	word     string
	example  string  // how it is written
	help     msg.Key // what it does, in a few words
	alone    bool    // takes no arguments
	numbered bool    // without a number it is an ordinary text
	do       func(t *talk.Turn, code, rest string)
	words    func(t *talk.Turn, rest string) bool // instead: its arguments are words; false: an ordinary text
}

// staff is the one table of a coordinator's commands.
func staff() []staffCommand {
	return []staffCommand{
		{word: "LIST", example: "LIST", help: msg.StaffHelpList, alone: true,
			do: func(t *talk.Turn, _, _ string) { t.Do(talk.ListCases{}) }},
		{word: "TAKE", example: "TAKE 4171", help: msg.StaffHelpTake,
			do: func(t *talk.Turn, code, _ string) { t.Do(talk.TakeCase{Code: code}) }},
		{word: "BACK", example: "BACK 4171", help: msg.StaffHelpBack, numbered: true, // BACK alone is a volunteer's
			do: func(t *talk.Turn, code, _ string) { t.Do(talk.GiveBackCase{Code: code}) }},
		{word: "ASSIGN", example: "ASSIGN 4171 Ben", help: msg.StaffHelpAssign, do: assignCase},
		{word: "CLOSE", example: "CLOSE 4171 duplicate", help: msg.StaffHelpClose, do: closeCase},
		{word: "HELPERS", example: "HELPERS 4171 3", help: msg.StaffHelpHelpers, do: helpersCase},
		{word: "WEEKLY", example: "WEEKLY 4171", help: msg.StaffHelpWeekly,
			do: func(t *talk.Turn, code, _ string) { t.Do(talk.WeeklyCase{Code: code}) }},
		{word: "ONCE", example: "ONCE 4171",
			do: func(t *talk.Turn, code, _ string) { t.Do(talk.WeeklyCase{Code: code, Off: true}) }},
		{word: "TELL", example: "TELL 4171 …", help: msg.StaffHelpTell, do: tellCase},
		{word: "SHUT", example: "SHUT FOOD", help: msg.StaffHelpShut, words: shutIntake},
		{word: "OPEN", example: "OPEN FOOD", help: msg.StaffHelpOpen, words: openIntake},
		{word: "NUMBERS", example: "NUMBERS", help: msg.StaffHelpNumbers, alone: true,
			do: func(t *talk.Turn, _, _ string) { t.Do(talk.TellNumbers{}) }},
		{word: "UNDO", example: "UNDO", help: msg.StaffHelpUndo, alone: true,
			do: func(t *talk.Turn, _, _ string) { t.Do(talk.UndoCase{}) }},
		{word: "HELP", example: "HELP", alone: true, do: helpStaff},
	}
}

// coordinate reads a coordinator's command.
func coordinate(t *talk.Turn) bool {
	if t.Person.Coordinator == "" || t.Person.OptedOut || t.OptOutType != "" {
		return false
	}
	word, rest := cutWord(t.Text.Raw)
	table := staff()
	i := slices.IndexFunc(table, func(c staffCommand) bool { return strings.EqualFold(c.word, word) })
	if i < 0 {
		return false
	}
	c := table[i]
	code, after := cutWord(rest)
	switch {
	case c.words != nil && rest != "":
		return c.words(t, rest)
	case c.alone && rest != "", !c.alone && rest != "" && !hasDigit(code), c.numbered && rest == "":
		return false
	case !c.alone && rest == "":
		write(t, c.example)
	default:
		c.do(t, code, after)
	}
	return true
}

// cutWord cuts off the first word of a text, without the signs around it.
func cutWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\u00a0' }); i >= 0 {
		s, rest = s[:i], strings.TrimSpace(s[i:])
	}
	return strings.Trim(s, `.,:;!?#"'“”`), rest
}

// write says how a command is written.
func write(t *talk.Turn, example string) { t.Say(msg.StaffWrite, "Example", example) }

func assignCase(t *talk.Turn, code, to string) {
	if to == "" {
		write(t, "ASSIGN "+code+" Ben")
		return
	}
	t.Do(talk.AssignCase{Code: code, To: to})
}

func closeCase(t *talk.Turn, code, said string) {
	reason, ok := reasonSaid(said)
	if !ok {
		all := make([]string, len(dispatch.Reasons))
		for i, r := range dispatch.Reasons {
			all[i] = string(r)
		}
		t.Say(msg.StaffReasons, "Reasons", strings.Join(all, ", "))
		write(t, "CLOSE "+code+" duplicate")
		return
	}
	t.Do(talk.CloseCase{Code: code, Reason: reason})
}

// reasonSaid is a reason however it is capitalised, with spaces, hyphens or underscores.
func reasonSaid(said string) (dispatch.Reason, bool) {
	words := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(" _-.!\n\t\u00a0", r) })
	joined := strings.Join(words, "_")
	for _, r := range dispatch.Reasons {
		if strings.EqualFold(joined, string(r)) {
			return r, true
		}
	}
	return "", false
}

// helpersCase reads for how many volunteers a request is to be.
func helpersCase(t *talk.Turn, code, said string) {
	n, err := strconv.Atoi(said)
	if err != nil || n < 1 || n > dispatch.MaxHelpers {
		write(t, "HELPERS "+code+" 3")
		return
	}
	t.Do(talk.HelpersCase{Code: code, Helpers: n})
}

func tellCase(t *talk.Turn, code, words string) {
	if words == "" {
		write(t, "TELL "+code+" …")
		return
	}
	t.Do(talk.TellCase{Code: code, Words: words})
}

// helpStaff says what a coordinator can write, with what carriers want said.
func helpStaff(t *talk.Turn, _, _ string) {
	for _, c := range staff() {
		if c.help != "" {
			t.Say(c.help, "Example", c.example)
		}
	}
	t.Say(msg.StaffHelp, "Network", t.Network.Name, "Contact", t.Network.Contact)
}
