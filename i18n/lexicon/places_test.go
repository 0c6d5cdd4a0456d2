package lexicon

import "testing"

// TestHelpers tells volunteers that are wanted from people who are helped, in every language.
func TestHelpers(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct {
		lang, text      string
		helpers, people int
	}{
		{"en", "HOME 11211 needs 3 people", 3, 0},
		{"en", "i need 2 strong people to move a couch", 2, 0},
		{"en", "HOME 11211 three helpers", 3, 0},
		{"en", "FOOD 11211 for 4 people, 2 volunteers", 2, 4},
		{"en", "FOOD 11211 4 people", 0, 4},
		{"en", "FOOD 11211 two adults", 0, 2},
		{"es", "HOGAR 11211 necesito 3 personas", 3, 0},
		{"es", "comida para 3 personas", 0, 3},
		{"es", "mudanza, dos voluntarios", 2, 0},
		{"fr", "besoin de 3 personnes pour un canapé", 3, 0},
		{"fr", "repas pour 3 personnes", 0, 3},
		{"ht", "mwen bezwen 3 moun", 3, 0},
		{"ht", "manje pou 3 moun", 0, 3},
		{"zh-Hans", "搬沙发 需要3个人", 3, 0},
		{"zh-Hans", "食物 3个人", 0, 3},
		{"zh-Hans", "两个志愿者", 2, 0},
	} {
		text := Parse(c.text)
		if h, p := l.Helpers(text, c.lang), l.People(text, c.lang); h != c.helpers || p != c.people {
			t.Errorf("%q: %d helpers for %d people, not %d for %d", c.text, h, p, c.helpers, c.people)
		}
	}
}

// TestWeekly finds what is wanted every week, and the word that ends it.
func TestWeekly(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct {
		lang, text, command string
		weekly              bool
	}{
		{"en", "FOOD 11211 every week", "", true},
		{"en", "a ride every friday 10am", "", true},
		{"en", "every week please", "weekly", true},
		{"en", "not every week", "not_weekly", false},
		{"en", "NOT WEEKLY", "not_weekly", false},
		{"en", "food this week", "", false},
		{"es", "COMIDA 11211 cada semana", "", true},
		{"es", "ya no cada semana", "not_weekly", false},
		{"fr", "toutes les semaines", "weekly", true},
		{"fr", "plus toutes les semaines", "not_weekly", false},
		{"ht", "chak semèn", "weekly", true},
		{"zh-Hans", "每周一 食物", "", true},
		{"zh-Hans", "不用每周", "not_weekly", false},
	} {
		text := Parse(c.text)
		command, _ := l.Command(text, c.lang)
		if l.Weekly(text, c.lang) != c.weekly || command.Code != c.command {
			t.Errorf("%q: weekly %v, command %q", c.text, l.Weekly(text, c.lang), command.Code)
		}
	}
}
