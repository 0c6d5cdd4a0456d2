package gateway

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/dispatch/talk"
	"hotline/gateway/twilio"
	"hotline/ivr/twiml"
)

const (
	voicePath = "/twilio/voice"

	// Query values of a call's URLs, all of them our own numbers.
	turnQuery   = "t" // which answer is asked for; none: the call begins
	dialQuery   = "d" // what a call of ours was made for
	parentQuery = "p" // the caller's call, for a leg that rings somebody for them

	maxTurn = 1000 // far more than a call is let ask

	// turnTime is what a turn may take. The carrier waits 15 seconds, and then has to ask the fallback yet.
	turnTime = 8 * time.Second
)

// voice takes a turn of a call. The same turn again, also at the same time, gets the same answer. Whatever goes wrong is
// answered 5xx, so that the carrier asks the fallback.
func (g *Gateway) voice(c echo.Context) error {
	call, err := twilio.ParseCall(c.Request().PostForm)
	if err != nil {
		return g.malformed(c)
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), turnTime)
	defer cancel()
	event := turn(call, c.QueryParams())
	answer, err := g.engine.Call(ctx, event)
	if err == nil && call.HungUp { // after what was said to the end
		event.Heard = talk.Heard{Kind: talk.HungUp}
		answer, err = g.engine.Call(ctx, event)
	}
	if err != nil {
		return fmt.Errorf("take a turn of a call: %w", err)
	}
	next := g.base + voicePath + "?" + turnQuery + "=" + strconv.Itoa(answer.Next)
	return c.Blob(http.StatusOK, textXML, g.document(answer, call, next))
}

// turn is what the engine is told of a turn that was asked for at a URL of ours.
func turn(call twilio.Call, query url.Values) engine.CallEvent {
	n, err := strconv.Atoi(query.Get(turnQuery))
	if err != nil || n < 0 || n > maxTurn {
		n = 0
	}
	return engine.CallEvent{SID: call.SID, Turn: n, From: call.From, To: call.To, Dial: idOf(query, dialQuery),
		Parent: idOf(query, parentQuery), Heard: heard(call, n)}
}

// heard says what came of the last answer. Where nothing did the carrier does not say what it had waited for: the engine
// knows.
func heard(call twilio.Call, turn int) talk.Heard {
	switch {
	case turn == 0:
		return talk.Heard{Kind: talk.Answered, Machine: call.Machine}
	case call.Recording.SID != "":
		return talk.Heard{Kind: talk.Recorded, SID: call.Recording.SID, Seconds: call.Recording.Seconds}
	case call.Dialed:
		return talk.Heard{Kind: talk.Rang, Bridged: call.Bridged}
	case call.Keys != "":
		return talk.Heard{Kind: talk.Pressed, Keys: call.Keys}
	}
	return talk.Heard{Kind: talk.Silence}
}

// document renders an answer, after which the carrier goes on at next. Its URLs hold numbers of ours and tickets, and
// nothing of the caller.
func (g *Gateway) document(a engine.CallAnswer, call twilio.Call, next string) []byte {
	line := call.To
	if call.Ours {
		line = call.From
	}
	return twiml.Render(a.Turn, twiml.Options{
		Catalog:         g.catalog,
		Recordings:      g.recordings,
		Next:            next,
		RecordingStatus: g.base + recordingPath,
		Screen:          g.base + voicePath + "?" + parentQuery + "=" + number(a.Call),
		CallerID:        line,
		Leg:             call.Parent != "",
		PromptURL:       g.promptURL,
		AudioURL: func(id dispatch.ID) string {
			if ticket, ok := a.Tickets[id]; ok {
				return g.base + audioPath + ticket
			}
			return ""
		},
	})
}

// idOf reads one of our own numbers from a query; 0 if it has none.
func idOf(query url.Values, key string) dispatch.ID {
	n, err := strconv.ParseInt(query.Get(key), 10, 64)
	if err != nil {
		return 0
	}
	return dispatch.ID(n)
}

func number(id dispatch.ID) string { return strconv.FormatInt(int64(id), 10) }
