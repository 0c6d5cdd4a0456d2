package phonetest

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// Bounds of one <Say>, in characters of the basic voices, of Polly's and of Google's, and as a URL has it (error
// 13521). https://www.twilio.com/docs/api/errors/13521
const (
	maxBasic   = 4096
	maxPolly   = 3000
	maxGoogle  = 5000
	maxEncoded = 4500
)

// say complains about a <Say> that the carrier could not read: nothing to say, too much of it, or in a voice that does
// not speak the language.
func (c *verbChecker) say(e *element) {
	text, voice, lang := e.spoken(), e.attr("voice", "man"), e.attr("language", "")
	most := maxBasic
	switch {
	case strings.HasPrefix(voice, "Polly."):
		most = maxPolly
	case strings.HasPrefix(voice, "Google."):
		most = maxGoogle
	}
	switch {
	case text == "":
		c.problems = append(c.problems, Problem{13520, "<Say> has nothing to say"})
	case utf8.RuneCountInString(text) > most, len(url.QueryEscape(text)) > maxEncoded:
		c.problems = append(c.problems, Problem{13521, "<Say> has more to say than its voice takes"})
	}
	if lang != "" && !speaks(voice, lang) {
		c.problems = append(c.problems, Problem{13512, "<Say>: this voice does not speak this language"})
	}
}

// speaks says whether a voice speaks a language. The name of a Google voice says which; the basic ones read any that
// the carrier has; Polly's are in a table.
func speaks(voice, lang string) bool {
	if name, ok := strings.CutPrefix(voice, "Google."); ok {
		return strings.HasPrefix(name, lang+"-")
	}
	if name, ok := strings.CutPrefix(voice, "Polly."); ok {
		name, _, _ = strings.Cut(name, "-")
		return strings.Contains(" "+pollyVoices()[name]+" ", " "+lang+" ")
	}
	return true
}

// knownVoice says whether the carrier has a voice (error 13511).
func knownVoice(s string) bool {
	switch s {
	case "man", "woman", "alice":
		return true
	}
	if name, ok := strings.CutPrefix(s, "Polly."); ok {
		name, kind, _ := strings.Cut(name, "-")
		return pollyVoices()[name] != "" && (kind == "" || kind == "Neural" || kind == "Generative")
	}
	name, ok := strings.CutPrefix(s, "Google.")
	lang, kind := name, ""
	for _, k := range []string{"-Standard-", "-Wavenet-", "-Neural2-", "-Chirp3-HD-"} {
		if l, letter, found := strings.Cut(name, k); found && letter != "" {
			lang, kind = l, k
		}
	}
	return ok && kind != "" && spokenLanguage(lang)
}

// spokenLanguage says whether the carrier has a voice for a language. There is none for Haitian Creole, Somali, Farsi,
// Urdu, Swahili and many more. https://www.twilio.com/docs/voice/twiml/say/text-speech#available-voices-and-languages
func spokenLanguage(s string) bool {
	const all = " af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR " +
		"en-AU en-CA en-GB en-GB-WLS en-IE en-IN en-NZ en-US en-ZA es-ES es-MX es-US eu-ES fi-FI fil-PH fr-BE fr-CA " +
		"fr-FR gl-ES gu-IN he-IL hi-IN hu-HU id-ID is-IS it-IT ja-JP kn-IN ko-KR lt-LT lv-LV ml-IN mr-IN ms-MY nb-NO " +
		"nl-BE nl-NL pa-IN pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sr-RS sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-CN " +
		"yue-HK zh-CN zh-HK zh-TW "
	return s != "" && strings.Contains(all, " "+s+" ")
}

// pollyVoices are Polly's voices and the languages each speaks.
// https://docs.aws.amazon.com/polly/latest/dg/available-voices.html
func pollyVoices() map[string]string {
	return map[string]string{
		"Zeina": "arb", "Hala": "ar-AE", "Zayd": "ar-AE", "Arlet": "ca-ES", "Hiujin": "yue-CN", "Zhiyu": "cmn-CN",
		"Naja": "da-DK", "Mads": "da-DK", "Sofie": "da-DK", "Lisa": "nl-BE", "Lotte": "nl-NL", "Ruben": "nl-NL",
		"Laura": "nl-NL", "Nicole": "en-AU", "Russell": "en-AU", "Olivia": "en-AU", "Amy": "en-GB", "Emma": "en-GB",
		"Brian": "en-GB", "Arthur": "en-GB", "Geraint": "en-GB-WLS", "Aditi": "en-IN hi-IN", "Raveena": "en-IN",
		"Kajal": "en-IN hi-IN", "Niamh": "en-IE", "Aria": "en-NZ", "Ayanda": "en-ZA", "Ivy": "en-US", "Joanna": "en-US",
		"Kendra": "en-US", "Kimberly": "en-US", "Salli": "en-US", "Joey": "en-US", "Justin": "en-US", "Kevin": "en-US",
		"Matthew": "en-US", "Ruth": "en-US", "Stephen": "en-US", "Danielle": "en-US", "Gregory": "en-US",
		"Suvi": "fi-FI", "Isabelle": "fr-BE", "Chantal": "fr-CA", "Gabrielle": "fr-CA", "Liam": "fr-CA",
		"Celine": "fr-FR", "Lea": "fr-FR", "Mathieu": "fr-FR", "Remi": "fr-FR", "Hannah": "de-AT", "Marlene": "de-DE",
		"Vicki": "de-DE", "Hans": "de-DE", "Daniel": "de-DE", "Dora": "is-IS", "Karl": "is-IS", "Carla": "it-IT",
		"Bianca": "it-IT", "Giorgio": "it-IT", "Adriano": "it-IT", "Mizuki": "ja-JP", "Takumi": "ja-JP",
		"Kazuha": "ja-JP", "Tomoko": "ja-JP", "Seoyeon": "ko-KR", "Liv": "nb-NO", "Ida": "nb-NO", "Ewa": "pl-PL",
		"Maja": "pl-PL", "Jacek": "pl-PL", "Jan": "pl-PL", "Ola": "pl-PL", "Camila": "pt-BR", "Vitoria": "pt-BR",
		"Ricardo": "pt-BR", "Thiago": "pt-BR", "Ines": "pt-PT", "Cristiano": "pt-PT", "Carmen": "ro-RO",
		"Tatyana": "ru-RU", "Maxim": "ru-RU", "Conchita": "es-ES", "Lucia": "es-ES", "Enrique": "es-ES",
		"Sergio": "es-ES", "Mia": "es-MX", "Andres": "es-MX", "Lupe": "es-US", "Penelope": "es-US", "Miguel": "es-US",
		"Pedro": "es-US", "Astrid": "sv-SE", "Elin": "sv-SE", "Filiz": "tr-TR", "Burcu": "tr-TR", "Gwyneth": "cy-GB",
	}
}
