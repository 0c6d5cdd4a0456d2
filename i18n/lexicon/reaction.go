package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reaction is a phone's reaction to one of our texts.
type Reaction int

const (
	NoReaction    Reaction = iota
	Like                   // liked, loved, 👍, ❤️: may stand for a yes
	OtherReaction          // disliked, laughed, questioned, emphasised, removed: never an answer
)

// reactionVerbs is what phones write before the text reacted to, by the language the phone is set to. That need not
// be a language of the network, so this table is no vocabulary of an organiser's.
var reactionVerbs = []struct {
	verb     string
	reaction Reaction
}{
	// English
	{"Loved", Like}, {"Liked", Like}, {"Disliked", OtherReaction}, {"Laughed at", OtherReaction},
	{"Emphasized", OtherReaction}, {"Emphasised", OtherReaction}, {"Questioned", OtherReaction},
	{"Removed a heart from", OtherReaction}, {"Removed a like from", OtherReaction},
	{"Removed a dislike from", OtherReaction}, {"Removed a laugh from", OtherReaction},
	{"Removed an exclamation from", OtherReaction}, {"Removed a question mark from", OtherReaction},
	{"Removed a reaction from", OtherReaction},
	// Spanish
	{"Le encantó", Like}, {"Le gustó", Like}, {"Me encantó", Like}, {"Me gustó", Like}, {"A ti te gustó", Like},
	{"Le ha encantado", Like}, {"Le ha gustado", Like}, {"Le gusta", Like}, {"Le encanta", Like},
	{"No le gustó", OtherReaction}, {"No le ha gustado", OtherReaction}, {"Le disgustó", OtherReaction},
	{"Le dio risa", OtherReaction}, {"Se rio de", OtherReaction}, {"Se ha reído de", OtherReaction},
	{"Exclamó por", OtherReaction}, {"Exclamó", OtherReaction}, {"Enfatizó", OtherReaction},
	{"Ha enfatizado", OtherReaction}, {"Dudó sobre", OtherReaction}, {"Dudó de", OtherReaction},
	{"Cuestionó", OtherReaction}, {"Ha cuestionado", OtherReaction},
	{"Quitó un corazón de", OtherReaction}, {"Quitó un me gusta de", OtherReaction},
	{"Eliminó un corazón de", OtherReaction}, {"Eliminó un me gusta de", OtherReaction},
	{"Eliminó una reacción de", OtherReaction}, {"Quitó una reacción de", OtherReaction},
	// French
	{"A adoré", Like}, {"A aimé", Like}, {"A ajouté un cœur à", Like}, {"J’adore", Like}, {"J’aime", Like},
	{"N’a pas aimé", OtherReaction}, {"A ri à", OtherReaction}, {"A ri de", OtherReaction},
	{"A été amusé par", OtherReaction}, {"A mis en évidence", OtherReaction}, {"A insisté sur", OtherReaction},
	{"A accentué", OtherReaction}, {"A mis en doute", OtherReaction}, {"S’est interrogé sur", OtherReaction},
	{"A remis en question", OtherReaction}, {"A supprimé un cœur de", OtherReaction},
	{"A supprimé un j’aime de", OtherReaction}, {"A supprimé une réaction de", OtherReaction},
	// Chinese, simplified and traditional
	{"喜爱了", Like}, {"喜愛了", Like}, {"喜欢了", Like}, {"喜歡了", Like}, {"赞了", Like}, {"讚了", Like}, {"点赞了", Like},
	{"踩了", OtherReaction}, {"不喜欢", OtherReaction}, {"笑了", OtherReaction}, {"觉得好笑", OtherReaction},
	{"强调了", OtherReaction}, {"強調了", OtherReaction}, {"质疑了", OtherReaction}, {"疑问了", OtherReaction},
	{"移除了", OtherReaction}, {"取消了赞", OtherReaction},
	// Portuguese, Russian, German, Italian: phones that texted networks elsewhere
	{"Amou", Like}, {"Gostou de", Like}, {"Curtiu", Like}, {"Não gostou de", OtherReaction}, {"Riu de", OtherReaction},
	{"Enfatizou", OtherReaction}, {"Questionou", OtherReaction},
	{"Понравилось", Like}, {"Очень понравилось", Like}, {"Не понравилось", OtherReaction},
	{"Посмеялся над", OtherReaction}, {"Посмеялась над", OtherReaction}, {"Рассмешило", OtherReaction},
	{"Выделил", OtherReaction}, {"Под вопросом", OtherReaction},
	{"Gefällt", Like}, {"Ha adorato", Like}, {"Ha messo mi piace a", Like},
}

// quoteMarks are what a quote may begin with.
const quoteMarks = "“\"«„‘「『”'："

// maxAttachment is longer than any reaction without a quote, in bytes.
const maxAttachment = 60

// attachments is what a reaction to something without words names instead of a quote.
var attachments = []string{
	"an image", "an attachment", "a photo", "a picture", "a video", "a movie", "a message", "an audio message",
	"a voice message", "a sticker", "a gif", "a contact", "a location",
	"una imagen", "un adjunto", "una foto", "un video", "un vídeo", "un mensaje", "un mensaje de audio",
	"une image", "une pièce jointe", "une photo", "une vidéo", "un message", "一张图片", "图片", "附件",
}

// parseReaction recognises a text that a phone wrote because its owner tapped a reaction. The quoted part repeats our
// own words, YES and STOP among them, and must never be read as an answer.
func parseReaction(body string) (r Reaction, quoted string, ok bool) {
	if !strings.ContainsAny(body, quoteMarks) && len(body) > maxAttachment {
		return NoReaction, "", false
	}
	bare := visible(body)
	for _, v := range reactionVerbs {
		rest, found := cutPrefixFold(bare, v.verb)
		if !found {
			continue
		}
		if quoted, ok := quotedPart(rest); ok {
			return v.reaction, quoted, true
		}
		if isAttachment(rest) {
			return v.reaction, "", true
		}
	}
	return emojiReaction(bare)
}

// emojiReaction reads `👍 to “…”`, `Reacted 👍 to “…”`, `Reacted with ❤️ to “…”`, `Reaccionó con 👍 a “…”`.
func emojiReaction(bare string) (r Reaction, quoted string, ok bool) {
	for _, verb := range []string{"Reacted with", "Reacted", "Removed", "Reaccionó con", "A réagi avec", "A réagi par"} {
		if rest, found := cutPrefixFold(bare, verb); found {
			bare = rest
			if verb == "Removed" {
				r = OtherReaction
			}
			break
		}
	}
	bare = strings.TrimSpace(bare)
	emoji, rest, found := strings.Cut(bare, " ")
	if !found || !emojiOnly(emoji) {
		return NoReaction, "", false
	}
	for _, to := range []string{"to", "from", "a", "à", "para", "на"} {
		after, found := cutPrefixFold(rest, to)
		if !found {
			continue
		}
		if quoted, ok = quotedPart(after); ok {
			if r == NoReaction && to != "from" && likes(emoji) {
				return Like, quoted, true
			}
			return OtherReaction, quoted, true
		}
	}
	return NoReaction, "", false
}

// visible takes out the invisible runes that messengers put around the emoji and the quote.
func visible(s string) string {
	if ascii(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case isIgnored(r), r == 0x200A, r == 0x202F:
			return -1
		case r == 0x00A0:
			return ' '
		}
		return r
	}, s)
}

// cutPrefixFold cuts a verb at the start, in any case and with any apostrophe.
func cutPrefixFold(s, verb string) (rest string, ok bool) {
	for _, want := range verb {
		have, n := utf8.DecodeRuneInString(s)
		if n == 0 || !sameLetter(have, want) {
			return "", false
		}
		s = s[n:]
	}
	return s, true
}

func sameLetter(a, b rune) bool {
	return a == b || unicode.ToLower(a) == unicode.ToLower(b) ||
		classify(a) == apostrophe && classify(b) == apostrophe
}

// quotedPart is the quote that a reaction consists of: opened right after the verb, closed at the very end. Some
// phones put a colon and no quotation marks.
func quotedPart(rest string) (string, bool) {
	if q, ok := strings.CutPrefix(rest, "："); ok {
		return strings.TrimSpace(q), q != ""
	}
	rest = strings.TrimSpace(rest)
	for _, marks := range []string{"“”", "\"\"", "«»", "„“", "‘’", "「」", "『』", "””", "''"} {
		open, n := utf8.DecodeRuneInString(marks)
		shut := marks[n:]
		if have, _ := utf8.DecodeRuneInString(rest); have != open {
			continue
		}
		if q, ok := strings.CutSuffix(rest[n:], shut); ok {
			return strings.TrimSpace(q), true
		}
	}
	return "", false
}

func isAttachment(rest string) bool {
	rest = strings.ToLower(strings.Trim(rest, " ."))
	for _, a := range attachments {
		if rest == a {
			return true
		}
	}
	return false
}

func emojiOnly(s string) bool {
	for _, r := range s {
		if c := classify(r); c != ignored && c != emoji {
			return false
		}
	}
	return s != ""
}

func likes(emoji string) bool {
	for _, r := range emoji {
		switch r {
		case '👍', '❤', '♥', '💕', '💖', '💗', '💙', '💚', '💛', '💜', '🧡', '🤍', '🩷', '😍', '🥰', '👌', '🙌', '👏', '✅':
			return true
		}
	}
	return false
}
