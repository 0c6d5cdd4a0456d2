package phonetest

import (
	"encoding/binary"
	"math"
	"math/bits"
	"net/http"
	"time"

	"hotline/gateway/twilio"
)

// A recording's sound is a tone of its own length, different from its neighbor's, with the recording's SID in its
// first bytes: so a test can follow it wherever it goes.
const (
	sampleRate = 8000
	maxSounds  = 600 // seconds of sound made, at most
	maxMark    = 256 // bytes in which the SID stands
	maxSound   = 40 << 20
)

// tone is the number of a recording's tone, 1 to 12.
func (r *recording) tone() int { return 1 + r.n%12 }

// wav is a recording as 8 kHz, 16 bits, mono.
func wav(r *recording) []byte {
	const info = 8 + 4 + 8 + 36 // a LIST chunk: INFO, with the name in INAM, padded
	samples := sampleRate * min(r.seconds, maxSounds)
	b := make([]byte, 0, 12+24+info+8+2*samples)
	le := binary.LittleEndian
	chunk := func(name string, size int) { b = le.AppendUint32(append(b, name...), uint32(size)) }
	chunk("RIFF", cap(b)-8)
	b = append(b, "WAVE"...)
	chunk("fmt ", 16)
	b = le.AppendUint16(le.AppendUint16(b, 1), 1) // PCM, one channel
	b = le.AppendUint32(le.AppendUint32(b, sampleRate), 2*sampleRate)
	b = le.AppendUint16(le.AppendUint16(b, 2), 16)
	chunk("LIST", info-8)
	b = append(b, "INFO"...)
	chunk("INAM", 36)
	b = append(append(b, r.sid...), 0, 0)
	chunk("data", 2*samples)
	for i := range samples {
		v := 6000 * math.Sin(2*math.Pi*float64(i)*float64(220+40*r.tone())/sampleRate)
		b = le.AppendUint16(b, uint16(int16(v)))
	}
	return b
}

// mp3 is a recording as MPEG-2.5 layer III, 8 kHz, 8 kbit/s, mono: an ID3 tag with the SID, and then one frame over and
// over that holds a single spectral line.
func mp3(r *recording) []byte {
	const frameSize, samples = 72, 576
	title := append([]byte{3}, r.sid...) // UTF-8
	b := append([]byte("ID3\x03\x00\x00\x00\x00\x00"), byte(10+len(title)))
	b = append(append(b, "TIT2"...), 0, 0, 0, byte(len(title)), 0, 0)
	b = append(b, title...)

	frame := &bitWriter{}
	frame.write(0xFFE31800|3<<6, 32) // sync, version 2.5, layer III, no CRC, 8 kbit/s, 8 kHz, mono
	pairs := 4 + r.tone()
	frame.write(0, 8+1)                          // no bits of an earlier frame, private
	frame.write(uint64(pairs-1+3), 12)           // bits of the spectrum below
	frame.write(uint64(pairs), 9)                // pairs of lines
	frame.write(195, 8)                          // loudness
	frame.write(0, 9+1)                          // no scale factors, a long block
	frame.write(1<<10|1<<5|1, 15)                // Huffman table 1 everywhere
	frame.write(15<<3|7, 4+3)                    // one region
	frame.write(0, 1+1)                          // scale, table of the quarters
	frame.write(uint64(1)<<(pairs-1)-1, pairs-1) // every pair but the last is 0 0
	frame.write(0b010, 3)                        // the last is 1 0, positive
	frame.bytes = append(frame.bytes, make([]byte, frameSize-len(frame.bytes))...)
	for range min(r.seconds, maxSounds) * sampleRate / samples {
		b = append(b, frame.bytes...)
	}
	return b
}

// bitWriter writes numbers of any width, the highest bit first.
type bitWriter struct {
	bytes []byte
	used  int // bits of the last byte
}

func (w *bitWriter) write(v uint64, width int) {
	for v = bits.Reverse64(v) >> (64 - width); width > 0; width-- {
		if w.used%8 == 0 {
			w.bytes, w.used = append(w.bytes, 0), 0
		}
		w.bytes[len(w.bytes)-1] |= byte(v&1) << (7 - w.used)
		v >>= 1
		w.used++
	}
}

// sound fetches what <Play> names, signed as everything the carrier asks for, and says whether it can be played.
// https://www.twilio.com/docs/voice/twiml/play
func (c *Carrier) sound(target string) (answer, bool) {
	req, err := http.NewRequestWithContext(c.ctx, http.MethodGet, target, nil)
	if err != nil {
		c.problem(11100, "call: <Play>: the address can't be read")
		return answer{}, false
	}
	req.Header.Set("User-Agent", "TwilioProxy/1.1")
	req.Header.Set("Accept", "audio/*")
	req.Header.Set(twilio.SignatureHeader, twilio.Sign(c.token, target, nil))
	begun := time.Now()
	a, cause, err := c.do(req, maxSound)
	c.log(exchange{
		FromCarrier: true, Method: req.Method, Path: req.URL.RequestURI(), Status: a.status, Took: time.Since(begun),
		Answer: pretty(a), Try: 1, Failure: errorText(err),
	}, &a.exchange)
	switch {
	case c.ctx.Err() != nil:
		return a, false
	case cause != "":
		c.warn(a, causeCode(cause), "call: <Play> gets no sound")
		return a, false
	}
	switch a.media {
	case "audio/mpeg", "audio/wav", "audio/wave", "audio/x-wav", "audio/aiff", "audio/x-aifc", "audio/x-aiff", "audio/x-gsm",
		"audio/gsm", "audio/ulaw":
		return a, true
	}
	c.warn(a, 12300, "call: <Play> gets something whose Content-Type is not a sound's")
	return a, false
}
