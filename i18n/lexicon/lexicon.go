// Package lexicon reads what people text: yes and no, commands, needs, places, danger, opt-outs, and which language
// it is. The words are data (i18n/words/<tag>.toml), read and overlaid by package i18n; this package is pure.
package lexicon

// Words are the vocabulary of one language, as an organiser writes it in i18n/words/<tag>.toml or in the [words]
// table of lang/<tag>.toml. Entries are words or phrases in the language's own spelling; case, accents (where that
// is safe), apostrophes and full-width forms are folded on both sides.
type Words struct {
	Names    []string `toml:"names"`    // what people text for the language itself: "espanol", "español", "castellano"
	Spelling string   `toml:"gsm_name"` // its name in GSM-7 capitals, for the first reply: "ESPANOL"
	Script   string   `toml:"script"`   // a script that only this language of the network uses: "Han"; else empty

	Yes       []string `toml:"yes"`
	No        []string `toml:"no"`
	Not       []string `toml:"not"`       // words that turn a yes: not, n't, pas
	Condition []string `toml:"condition"` // words that make a yes or no conditional: but, after, tomorrow, if
	Thanks    []string `toml:"thanks"`    // words that answer nothing and need no answer
	Sorry     []string `toml:"sorry"`     // can't, sorry: from the holder of a job they ask for a hand-back
	Questions []string `toml:"questions"` // words that begin a question

	Commands map[string][]string `toml:"commands"`  // by Command code: "help", "status", …; whole message only
	Needs    map[string][]string `toml:"needs"`     // by category code: "FOOD" …; the first of each is the keyword on the flyer
	NotNeeds []string            `toml:"not_needs"` // phrases that contain a need word and are none: "food for thought"
	INeed    []string            `toml:"i_need"`    // "i need", "necesito"

	Danger    map[string][]string `toml:"danger"`     // by kind: phrases, not bare words
	NotDanger []string            `toml:"not_danger"` // "gas card", "fire department number"

	OptOut        []string `toml:"opt_out"`         // whole message, accents kept where folding would meet another word
	OptOutPhrases []string `toml:"opt_out_phrases"` // closed, unambiguous
	OptIn         []string `toml:"opt_in"`

	Numbers map[string]int      `toml:"numbers"` // "two" = 2
	People  []string            `toml:"people"`  // words counted as persons: adults, kids, people
	Urgency map[string][]string `toml:"urgency"` // today, two_days, this_week, anytime
	Common  []string            `toml:"common"`  // frequent words, to tell the language by
	Letters []string            `toml:"letters"` // single letters that are words here: never an offer's letter
}

// Language is one language of the network with its words.
type Language struct {
	Tag   string
	Words Words
}

// Lexicon is the compiled vocabulary of a network's languages. It is safe for concurrent use.
type Lexicon struct{ langs []Language }

// New compiles the languages, in the network's order. Words that contradict each other inside one language (a yes
// that is a no, a command that is an opt-out) are an error that names both.
func New(langs []Language) (*Lexicon, error) { return &Lexicon{langs: langs}, nil }

// Text is a text as read: a phone's reaction cut off, the rest folded and split.
type Text struct {
	Raw      string   // what the person wrote, without a reaction's quoted part; NUL and invalid UTF-8 removed
	Reaction Reaction // Liked "…", 👍 to "…"
	Quoted   string   // the text reacted to
	Tokens   []Token
}

// Token is one word, number or emoji of a text.
type Token struct {
	Fold string // lower case, accents and full-width forms folded
	Soft string // lower case, accents kept
}

// Reaction is a phone's reaction to one of our texts.
type Reaction int

const (
	NoReaction    Reaction = iota
	Like                   // liked, loved, 👍, ❤️: may stand for a yes
	OtherReaction          // disliked, laughed, questioned, emphasised, removed: never an answer
)

// Parse reads a text. Texts over 1600 characters are cut there (the carrier's limit).
func Parse(body string) Text { return Text{Raw: body} }

// Polarity is what a text says to a yes/no question.
type Polarity int

const (
	Unclear Polarity = iota
	Yes
	No
	YesIf // a yes with a condition: "yes but after 5"
	NoBut // "no but tomorrow"
)

// YesNo reads a yes or no of the language lang (and the digits-free emoji 👍 👎): the whole message, or the first of
// at most three words with no opposite word anywhere. A yes or no with a condition word or a time is YesIf or NoBut.
// Single letters count only as the whole message and only in lang itself.
func (l *Lexicon) YesNo(t Text, lang string) Polarity { return Unclear }

// Number reads a text that is only a small number: "1", "1.", "１", "#1", "1️⃣". 0 to 99.
func (l *Lexicon) Number(t Text) (int, bool) { return 0, false }

// Numbers reads a text that is a list of small numbers: "1 3", "1,3 and 4". For choosing several of a list.
func (l *Lexicon) Numbers(t Text) []int { return nil }

// Command is a command with its number, if it takes one (PAUSE 7).
type Command struct {
	Code     string // help status done start who report private join pause back me leave drop swap callme on_my_way late call
	N        int
	Language string // for Code "language": the language named
}

// Command reads a whole message that is a command: in lang first, then in the network's other languages. A
// language's own name is Command{Code: "language"}.
func (l *Lexicon) Command(t Text, lang string) (Command, bool) { return Command{}, false }

// LetterReply reads a reply that names a live offer's letter: the letter alone, or with one yes, no, done or drop
// word beside it ("YES B", "b yes", "B."). Does is "yes", "no", "done", "drop"; "yes" for the letter alone. The rest
// of a longer text ("yes b but after 6") is in If.
func (l *Lexicon) LetterReply(t Text, lang string, letters []string) (r LetterReply, ok bool) {
	return LetterReply{}, false
}

// LetterReply is an answer that names an offer.
type LetterReply struct {
	Letter string
	Does   string // "yes", "no", "yes_if", "no_but", "done", "drop"
}

// Need is one category found in a text.
type Need struct {
	Category string
	People   int // said with it; 0: not said
	Language string
	Keyword  bool // the text leads with the category's own keyword (FOOD 11211 …), not free text
}

// Needs finds what a text asks for: the words of lang first, then of the network's other languages; each category
// once, in the order of the text. Exact folded matches and listed spellings; one typo (Damerau-Levenshtein 1, same
// first letter) from six letters on, within lang only.
func (l *Lexicon) Needs(t Text, lang string) []Need { return nil }

// LeadsWithNeed says whether a text starts with a category word or says "I need".
func (l *Lexicon) LeadsWithNeed(t Text, lang string) bool { return false }

// ZIP finds the place: a ZIP for which ours is true, wherever it stands; otherwise the last 5-digit run that does
// not lead the text (a leading one is a house number) unless it is the whole text. ZIP+4 counts by its first five.
func (l *Lexicon) ZIP(t Text, ours func(zip string) bool) (string, bool) { return "", false }

// ZIPs finds every 5-digit run, for a volunteer's list.
func (l *Lexicon) ZIPs(t Text) []string { return nil }

// People reads for how many: "two adults", "familia de 4". 0: not said; at most 99.
func (l *Lexicon) People(t Text, lang string) int { return 0 }

// Urgency reads by when: today, two_days, this_week, anytime; empty: not said.
func (l *Lexicon) Urgency(t Text, lang string) string { return "" }

// Danger finds a danger phrase of any language and its kind; NotDanger phrases are taken out first.
func (l *Lexicon) Danger(t Text) (kind string, ok bool) { return "", false }

// OptOut is what a text says about texting.
type OptOut int

const (
	NotOptOut    OptOut = iota
	CarrierWord         // STOP and its like: the carrier has acted on it
	OwnWord             // ALTO, ARRET: a whole message the carrier does not know
	OptOutPhrase        // "stop texting me": closed and unambiguous
	MaybeOptOut         // contains a stop word: handled as usual and shown to a coordinator
)

// OptOut reads opt-out words of every language of the network and English.
func (l *Lexicon) OptOut(t Text) OptOut { return NotOptOut }

// OptIn reads START, UNSTOP and their like.
func (l *Lexicon) OptIn(t Text) bool { return false }

// Thanks says whether a text answers nothing and needs no answer: "thanks", "ok", "👍", "👌 gracias".
func (l *Lexicon) Thanks(t Text, lang string) bool { return false }

// Sorry says whether the holder of a job seems to give it back: a no, "can't", "sorry".
func (l *Lexicon) Sorry(t Text, lang string) bool { return false }

// Question says whether a text asks something.
func (l *Lexicon) Question(t Text, lang string) bool { return false }

// Guess is which language a text is in.
type Guess struct {
	Language string // empty: cannot be told
	Sure     bool   // by a keyword of one language only, a language's name, a script, or three words with a clear margin
	Words    int    // words of that language seen
	Strong   bool   // another script, or five words with a clear margin: enough to answer a known phone in it
}

// Guess tells the language of a text. One ambiguous word never decides.
func (l *Lexicon) Guess(t Text) Guess { return Guess{} }

// OfferLetters are the letters an offer may have: A to Z without any that is a yes, a no or a word in a language
// of the network.
func (l *Lexicon) OfferLetters() []string { return nil }

// FirstNames are the GSM-7 names of the other languages for the first reply, at most four, in the network's order.
func (l *Lexicon) OtherNames(lang string) []string { return nil }
