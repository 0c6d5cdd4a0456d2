package i18n

import "strings"

// Voice is how the carrier is told to read a language: the attributes of its <Say>.
type Voice struct {
	Language string // "es-US"
	Name     string // "Polly.Lupe-Neural"
}

// Voice is the carrier's voice of a language. A language without one is never read by another's: it needs
// recordings.
func (c *Catalog) Voice(lang string) (Voice, bool) {
	s, ok := c.spoken(lang)
	if !ok || s.carrier == (Voice{}) {
		return Voice{}, false
	}
	return s.carrier, true
}

// voiceOf finds the voice of a language tag. A region the table does not have ("es-MX") is read as the language is
// elsewhere; another script is another language to a voice.
func voiceOf(tag string) Voice {
	table := carrierVoices()
	if v, ok := table[tag]; ok {
		return v
	}
	if cut := strings.LastIndexByte(tag, '-'); cut > 0 && len(tag)-cut-1 == 2 {
		return table[tag[:cut]]
	}
	return Voice{}
}

// carrierVoices are the languages that the carrier has a voice for. The names are those of type SayVoice, the
// languages those of type SayLanguage, in twilio-node 6.2.0 (lib/twiml/VoiceResponse.d.ts, read 2026-11-23), which
// follows twilio.com/docs/voice/twiml/say/text-speech. Which language a Polly voice speaks is in AWS's list of voices
// (docs.aws.amazon.com/polly/latest/dg/available-voices.html); a Google voice's name says it. Where there is a
// neural voice it is used: people who hear badly understand it better.
//
// The carrier has none, in no list, for Haitian Creole, Somali, Hmong, Karen, Kinyarwanda, Pashto, Tigrinya, Wolof,
// Yiddish and many more, and for Nepali, Burmese, Farsi, Dari, Urdu, Swahili, Khmer, Lao and Armenian it only hears:
// these are spoken by recordings.
func carrierVoices() map[string]Voice {
	return map[string]Voice{
		"af":      {"af-ZA", "Google.af-ZA-Standard-A"},
		"am":      {"am-ET", "Google.am-ET-Standard-A"},
		"ar":      {"ar-XA", "Google.ar-XA-Standard-A"}, // Modern Standard Arabic
		"bg":      {"bg-BG", "Google.bg-BG-Standard-A"},
		"bn":      {"bn-IN", "Google.bn-IN-Standard-A"},
		"ca":      {"ca-ES", "Polly.Arlet-Neural"}, // AWS: Catalan
		"cs":      {"cs-CZ", "Google.cs-CZ-Standard-A"},
		"cy":      {"cy-GB", "Polly.Gwyneth"},      // AWS: Welsh
		"da":      {"da-DK", "Polly.Sofie-Neural"}, // AWS: Danish
		"de":      {"de-DE", "Polly.Vicki-Neural"}, // AWS: German
		"el":      {"el-GR", "Google.el-GR-Standard-A"},
		"en":      {"en-US", "Polly.Joanna-Neural"}, // AWS: English (US)
		"es":      {"es-US", "Polly.Lupe-Neural"},   // AWS: Spanish (US)
		"fi":      {"fi-FI", "Polly.Suvi-Neural"},   // AWS: Finnish
		"fil":     {"fil-PH", "Google.fil-PH-Standard-A"},
		"fr":      {"fr-FR", "Polly.Lea-Neural"}, // AWS: French
		"gu":      {"gu-IN", "Google.gu-IN-Standard-A"},
		"he":      {"he-IL", "Google.he-IL-Standard-A"},
		"hi":      {"hi-IN", "Polly.Kajal-Neural"}, // AWS: Hindi
		"hu":      {"hu-HU", "Google.hu-HU-Standard-A"},
		"id":      {"id-ID", "Google.id-ID-Standard-A"},
		"is":      {"is-IS", "Polly.Dora"},          // AWS: Icelandic
		"it":      {"it-IT", "Polly.Bianca-Neural"}, // AWS: Italian
		"ja":      {"ja-JP", "Polly.Tomoko-Neural"}, // AWS: Japanese
		"kn":      {"kn-IN", "Google.kn-IN-Standard-A"},
		"ko":      {"ko-KR", "Polly.Seoyeon-Neural"}, // AWS: Korean
		"lv":      {"lv-LV", "Google.lv-LV-Standard-A"},
		"ml":      {"ml-IN", "Google.ml-IN-Standard-A"},
		"mr":      {"mr-IN", "Google.mr-IN-Standard-A"},
		"ms":      {"ms-MY", "Google.ms-MY-Standard-A"},
		"nb":      {"nb-NO", "Polly.Ida-Neural"},   // AWS: Norwegian
		"nl":      {"nl-NL", "Polly.Laura-Neural"}, // AWS: Dutch
		"pa":      {"pa-IN", "Google.pa-IN-Standard-A"},
		"pl":      {"pl-PL", "Polly.Ola-Neural"},    // AWS: Polish
		"pt":      {"pt-BR", "Polly.Camila-Neural"}, // AWS: Portuguese (Brazilian)
		"pt-PT":   {"pt-PT", "Polly.Ines-Neural"},   // AWS: Portuguese (European)
		"ro":      {"ro-RO", "Google.ro-RO-Standard-A"},
		"ru":      {"ru-RU", "Google.ru-RU-Standard-A"},
		"sk":      {"sk-SK", "Google.sk-SK-Standard-A"},
		"sr":      {"sr-RS", "Google.sr-RS-Standard-A"},
		"sv":      {"sv-SE", "Polly.Elin-Neural"}, // AWS: Swedish
		"ta":      {"ta-IN", "Google.ta-IN-Standard-A"},
		"te":      {"te-IN", "Google.te-IN-Standard-A"},
		"th":      {"th-TH", "Google.th-TH-Standard-A"},
		"tl":      {"fil-PH", "Google.fil-PH-Standard-A"}, // Tagalog is what Filipino is called at home
		"tr":      {"tr-TR", "Polly.Burcu-Neural"},        // AWS: Turkish
		"uk":      {"uk-UA", "Google.uk-UA-Standard-A"},
		"vi":      {"vi-VN", "Google.vi-VN-Standard-A"},
		"yue":     {"yue-HK", "Google.yue-HK-Standard-A"}, // Cantonese
		"zh-Hans": {"cmn-CN", "Polly.Zhiyu-Neural"},       // AWS: Chinese (Mandarin)
		"zh-Hant": {"cmn-TW", "Google.cmn-TW-Standard-A"}, // Mandarin, as in Taiwan
	}
}
