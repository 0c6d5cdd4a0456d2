package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"
	"time"
	_ "time/tzdata" // the zone of these tests, wherever they run

	"hotline/i18n/msg"
)

// categories are the default set of product.md, menu its four commonest.
var (
	categories = []string{"FOOD", "MEAL", "RX", "MED", "RIDE", "BABY", "HYG", "GOODS", "ERRAND", "COMPANY", "CHILD", "PET",
		"HOME", "TECH", "LANG", "FORMS", "MONEY", "SHELTER", "SAFE", "OTHER"}
	menu = []string{"FOOD", "RX", "RIDE", "BABY"}
)

// now is a Friday afternoon in New York; what is due is due on the Wednesday after, the longest day in every language.
var now = time.Date(2026, time.November, 20, 14, 5, 0, 0, mustZone("America/New_York"))

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// setup loads the built-in languages, with an organiser's files laid over them if there are any.
func setup(t testing.TB, files ...string) *Catalog {
	t.Helper()
	c, err := Load(options(files...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// options are a network of all built-in languages; files are names and contents in its lang folder.
func options(files ...string) Options {
	lang := fstest.MapFS{}
	for i := 0; i+1 < len(files); i += 2 {
		lang[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return Options{
		Overlay: lang, Menu: menu, Categories: categories, Network: "Bedford-Stuyvesant Aid", Location: now.Location(),
	}
}

// keys are the messages that package msg names, read from its source.
func keys(t testing.TB) []msg.Key {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "msg/keys.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []msg.Key
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			key, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, msg.Key(key))
		}
		return true
	})
	if len(all) < 50 {
		t.Fatalf("only %d keys in msg/keys.go", len(all))
	}
	return all
}

// ownKeys are the messages that this package asks for itself, and those of a table.
func ownKeys() []msg.Key {
	all := []msg.Key{keyNeedPeople, keyNeedHelpers, keyWhenAt, keyToday, keyTomorrow, keyDate, keyMoment, keyAnd, keyComma}
	for _, urgency := range []string{"today", "two_days", "this_week", "anytime"} {
		all = append(all, keyWhen+msg.Key(urgency))
	}
	for _, kind := range []string{"violence", "overdose", "suicide", "fire", "gas", "medical"} {
		all = append(all, keyKind+msg.Key(kind))
	}
	for _, code := range categories {
		all = append(all, keyCategory+msg.Key(code))
	}
	for number := range 100 {
		if msg.IsPhrase(number) {
			all = append(all, msg.ExamplePhrase(number).Key())
		}
	}
	return all
}

// said is what the blanks of a message are filled with in tests: real lengths, at the long end of what networks have.
func said(c *Catalog, lang string, key msg.Key) msg.Args {
	wednesday := time.Date(2026, time.November, 25, 12, 55, 0, 0, now.Location())
	tomorrow := time.Date(2026, time.November, 21, 10, 0, 0, 0, now.Location())
	need := longestNeed(c, lang)
	args := msg.Args{
		"Network": "Bedford-Stuyvesant Aid", "Contact": "help@bedstuyaid.example.org", "Emergency": msg.List{"911"},
		"Of": 6, "Name": "Marie-Claire", "Who": "Marie-Claire", "Letter": "B", "Place": "Greenpoint", "Example": "11211",
		"Languages": "ESPANOL? KREYOL? ZHONGWEN? FRANCAIS?", "Words": "Can you bring it to the back door? Rosa",
		"Code": "417208", "Job": "903412", "Names": msg.List{"Marie-Claire Joseph", "Ben Ortiz"}, "Codes": "4172 9034 2208 6610", "Kind": msg.Kind("overdose"),
		"By": msg.Moment(tomorrow), "Time": msg.Moment(tomorrow), "Clock": msg.Clock(wednesday), "Day": msg.Day(wednesday),
		"Need": need, "When": longestWhen(c, lang, wednesday), "Menu": msg.Menu{}, "Why": msg.T(msg.WhyUnreachable),
		"Promise": msg.T(msg.Promise, "Name", "Marie-Claire", "By", msg.Moment(tomorrow)),
		"Needs":   msg.List{need, msg.Need{Category: "BABY"}}, "Language": msg.Language("zh-Hans"),
		"Choices": msg.Choices{msg.T(msg.ChoiceRequest, "Need", need), msg.T(msg.ChoiceJob, "Need", msg.Need{Category: "RIDE"})},
		"Pays":    msg.Pays{By: "network", UpTo: 50},
		"Phrase":  msg.Phrase{Number: msg.PhrasePerson}.Text(),
		"Count":   12, "Amount": 50, "Limit": 8, "Asked": 12, "No": 4, "Silent": 7, "Failed": 1,
		"Share": 8, "Found": 21, "Waiting": 3, "Before": 25, "BeforeFound": 19, "Volunteers": 40,
		"What": "BABY Greenpoint", "Command": "ASSIGN 417208 Marie-Claire", "Reason": "no_longer_needed", "Reasons": "completed, duplicate, spam",
		"Places": "11206 11211", "First": "Marie-Claire", "Last": "Ben", "Next": "Ben", "Month": "Nov", "Number": 30,
	}
	switch key {
	case msg.JoinWhat:
		args["Choices"] = msg.Choices{msg.Need{Category: "FOOD"}, msg.Need{Category: "RX"}, msg.Need{Category: "RIDE"}, msg.Need{Category: "BABY"}}
	case msg.JoinLanguages, msg.Me:
		args["Needs"] = msg.List{msg.Need{Category: "FOOD"}, msg.Need{Category: "RIDE"}, msg.Need{Category: "BABY"}}
		args["Choices"] = msg.Choices{msg.Language("en"), msg.Language("es"), msg.Language("ht"), msg.Language("zh-Hans"), msg.Language("fr")}
		args["Languages"] = msg.List{msg.Language(lang), msg.Language("en")}
	case msg.OfferPays: // who pays an amount has a test of its own
		args["Pays"] = msg.Pays{By: "resident"}
	case msg.AcceptedPays:
		args["Pays"] = msg.T(msg.WePay, "Amount", 50)
	case msg.PlaceIs:
		args["Place"] = "1120 Greenpoint Ave apt 14R, Rosa, ring twice"
	}
	return args
}

// longestNeed is the need that takes most room in a language.
func longestNeed(c *Catalog, lang string) msg.Need {
	long := slices.MaxFunc(categories, func(a, b string) int {
		return len(c.Say(lang, msg.T(keyCategory+msg.Key(a)), now)) - len(c.Say(lang, msg.T(keyCategory+msg.Key(b)), now))
	})
	return msg.Need{Category: long, People: 2}
}

// longestWhen is the time that takes most room in a language.
func longestWhen(c *Catalog, lang string, due time.Time) msg.When {
	all := []msg.When{{Due: due}, {Urgency: "today"}, {Urgency: "two_days"}, {Urgency: "this_week"}, {Urgency: "anytime"}}
	return slices.MaxFunc(all, func(a, b msg.When) int {
		return len(c.Say(lang, msg.T(msg.NeedWhen, "Need", "", "When", a), now)) - len(c.Say(lang, msg.T(msg.NeedWhen, "Need", "", "When", b), now))
	})
}
