package lexicon

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// said is a Due for tables: "1 09:30", "fri 17:00 after", "- 10:00 either", "next mon"; empty: none.
func said(l *Lexicon, text, lang string) string {
	d, ok := l.Due(Parse(text), lang)
	if !ok {
		return ""
	}
	s := "-"
	switch {
	case d.Weekday != NotSaid:
		s = map[time.Weekday]string{0: "sun", 1: "mon", 2: "tue", 3: "wed", 4: "thu", 5: "fri", 6: "sat"}[d.Weekday]
	case d.Days != NotSaid:
		s = fmt.Sprint(d.Days)
	}
	if d.NextWeek {
		s = "next " + s
	}
	if d.Minute != NotSaid {
		s += fmt.Sprintf(" %02d:%02d", d.Minute/60, d.Minute%60)
	}
	if d.Either {
		s += " either"
	}
	if d.After {
		s += " after"
	}
	return s
}

func TestDue(t *testing.T) {
	t.Parallel()
	l := setup(t)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "ride 11211 friday 10am to the clinic", "fri 10:00"}, {"en", "ride tomorrow at 9", "1 09:00 either"}, {"en", "tomorrow 9:30 pm", "1 21:30"},
		{"en", "today", "0"}, {"en", "tonight", "0"}, {"en", "tonight at 8", "0 20:00"}, {"en", "tomorrow morning at 9", "1 09:00"}, {"en", "9am", "- 09:00"},
		{"en", "Friday at noon", "fri 12:00"}, {"en", "midday tomorrow", "1 12:00"}, {"en", "day after tomorrow 3 p.m.", "2 15:00"}, {"en", "FRI 10 AM", "fri 10:00"},
		{"en", "on mon", "mon"}, {"en", "tues at 2", "tue 14:00"}, {"en", "sat morning", "sat"}, {"en", "at 2:30", "- 14:30"}, {"en", "at 14:30 friday", "fri 14:30"}, {"en", "9.30am tomorrow", "1 09:30"},
		{"en", "friday next week 10am", "next fri 10:00"}, {"en", "food by friday", "fri"}, {"en", "need a ride at 5", "- 17:00"}, {"en", "ride at 9 11211", "- 09:00 either"},
		{"en", "yes but after 5", "- 17:00 after"}, {"en", "yes tomorrow after 6pm", "1 18:00 after"}, {"en", "friday at nine o'clock", "fri 09:00 either"}, {"en", "12pm today", "0 12:00"}, {"en", "12 am friday", "fri 00:00"},
		{"en", "tomorrow 9-11am", "1"}, {"en", "friday between 9 and 11am", "fri"}, {"en", "friday 10am to 2pm", "fri 10:00"}, {"en", "pick up 9am appointment 10am friday", "fri 09:00"},
		{"en", "FOOD 11211 two adults", ""}, {"en", "food for 4", ""}, {"en", "2 adults 3 kids", ""}, {"en", "120 grand st apt 4R", ""}, {"en", "at 9 main st", ""}, {"en", "at 120 grand", ""},
		{"en", "corner of 5 ave and 9 st", ""}, {"en", "i need a ride to 5", ""}, {"en", "in 2 hours", ""}, {"en", "after 5 days", ""}, {"en", "at 2 adults", ""}, {"en", "the sun is hot", ""}, {"en", "i sat down", ""},
		{"en", "last friday nobody came", ""}, {"en", "every monday", ""}, {"en", "next friday", ""}, {"en", "saturday or sunday", ""}, {"en", "good morning, need food", ""}, {"en", "next week", ""}, {"en", "pour mon fils", ""},
		{"en", "1", ""}, {"en", "11211", ""}, {"en", "10:75", ""}, {"en", "25:00", ""}, {"en", "", ""}, {"en", "yes", ""}, {"en", "call 917 555 0100", ""}, {"en", "24/7", ""},
		{"es", "viaje 11211 mañana a las 9", "1 09:00 either"}, {"es", "el viernes a las 10 de la mañana", "fri 10:00"}, {"es", "hoy a las 6 de la tarde", "0 18:00"}, {"es", "esta noche", "0"}, {"es", "mañana por la mañana", "1"},
		{"es", "a las dos y media", "- 14:30"}, {"es", "el sábado al mediodía", "sat 12:00"}, {"es", "pasado mañana 3pm", "2 15:00"}, {"es", "sí pero después de las 5", "- 17:00 after"}, {"es", "de la mañana", ""},
		{"es", "comida para 4", ""}, {"es", "somos 5", ""}, {"es", "cada lunes", ""}, {"es", "buenas tardes necesito comida", ""}, {"es", "las 5 cosas", ""}, {"es", "friday 10am", "fri 10:00"},
		{"ht", "woulib 11211 demen a 9è", "1 09:00 either"}, {"ht", "vandredi a 2 zè", "fri 14:00"}, {"ht", "jodi a a 6 zè nan aswè", "0 18:00"}, {"ht", "demen maten", "1"}, {"ht", "samdi twazè", "sat 15:00"}, {"ht", "madi a midi", "tue 12:00"},
		{"ht", "wi men apre 5è", "- 17:00 after"}, {"ht", "2 ze", ""}, {"ht", "4 moun", ""}, {"ht", "pou 4", ""}, {"ht", "nan 2 jou", ""}, {"ht", "chak lendi", ""}, {"ht", "dizè edmi vandredi", "fri 10:30 either"},
		{"fr", "trajet 11211 vendredi à 9h", "fri 09:00 either"}, {"fr", "demain 14h30", "1 14:30"}, {"fr", "demain à 14 h", "1 14:00"}, {"fr", "ce soir à 8h", "0 20:00"}, {"fr", "lundi midi", "mon 12:00"}, {"fr", "mardi matin", "tue"},
		{"fr", "oui mais après 17h", "- 17:00 after"}, {"fr", "dans 2h", ""}, {"fr", "pour mon fils", ""}, {"fr", "pour 4", ""}, {"fr", "lundi dernier", ""}, {"fr", "à 3h de l'après-midi samedi", "sat 15:00"}, {"fr", "après-demain", "2"}, {"fr", "besoin pour ma mer", ""},
		{"zh-Hans", "接送 11211 周五上午10点", "fri 10:00"}, {"zh-Hans", "明天下午3点", "1 15:00"}, {"zh-Hans", "明天下午三点半", "1 15:30"}, {"zh-Hans", "今晚8点", "0 20:00"}, {"zh-Hans", "下周五10点", "next fri 10:00 either"}, {"zh-Hans", "后天中午", "2 12:00"},
		{"zh-Hans", "9点", "- 09:00 either"}, {"zh-Hans", "星期六中午1点", "sat 13:00"}, {"zh-Hans", "9点30分", "- 09:30 either"}, {"zh-Hans", "可以，六点以后", "- 18:00 after"}, {"zh-Hans", "一点吃的", ""}, {"zh-Hans", "上周五没人来", ""},
		{"zh-Hans", "一家四口", ""}, {"zh-Hans", "早上好", ""}, {"zh-Hans", "明天一点", "1 13:00"}, {"zh-Hans", "每周五", ""},
	} {
		if got := said(l, c.text, c.lang); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

// Whatever is said, a Due is a day to come and a minute of a day.
func TestDueBounds(t *testing.T) {
	t.Parallel()
	l := setup(t)
	word := rapid.SampledFrom([]string{"friday", "tomorrow", "at", "9", "10:30", "am", "pm", "noon", "demain", "14h", "30", "mañana", "a las", "周五", "下", "3点", "半", "下午", "zè", "-", "to", "every", "after", "24", "0", "12", "11211", "night"})
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, w := range rapid.SliceOfN(word, 0, 8).Draw(t, "words") {
			text += w + " "
		}
		d, ok := l.Due(Parse(text), rapid.SampledFrom(tags).Draw(t, "language"))
		days := d.Days == NotSaid || d.Days >= 0 && d.Days <= 2
		weekday := d.Weekday == NotSaid || d.Weekday >= time.Sunday && d.Weekday <= time.Saturday && d.Days == NotSaid
		minute := d.Minute == NotSaid || d.Minute >= 0 && d.Minute < 24*60
		if !days || !weekday || !minute || ok == (d.Days == NotSaid && d.Weekday == NotSaid && d.Minute == NotSaid) {
			t.Fatalf("%q: %+v %v", text, d, ok)
		}
	})
}
