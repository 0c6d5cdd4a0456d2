package gateway

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"hotline/dispatch"
	"hotline/dispatch/engine"
	"hotline/gateway/twilio"
	"hotline/i18n"
	"hotline/store"
)

// BenchmarkTurn measures one text from the signed webhook to the answer, over TCP, beside what the same request costs
// without the line behind it: echo (the framework, the form and the signature check) and insert (that and one durable
// insert, grouped with the others').
func BenchmarkTurn(b *testing.B) { measure(b, texting) }

// BenchmarkCallTurn measures one turn of a call in the same way.
func BenchmarkCallTurn(b *testing.B) { measure(b, phoning) }

func measure(b *testing.B, what traffic) {
	for _, connections := range []int{32, 128} {
		for _, kind := range []struct {
			name    string
			handler func(*testing.B, *rig) http.Handler
		}{{"echo", echoOnly}, {"insert", echoInsert}, {"turn", wholeTurn}} {
			b.Run(fmt.Sprintf("%s/%d", kind.name, connections), func(b *testing.B) {
				load(b, kind.handler(b, setup(b)), what, connections)
			})
		}
	}
}

// traffic is what each phone does, one request after the other; each of them is answered.
type traffic struct {
	requests int
	request  func(phone, n int) (path string, form url.Values)
}

func fromPhone(n int) string { return fmt.Sprintf("+1212%07d", 5000000+n) }

// texting asks for food, adds to it, and asks how it stands.
var texting = traffic{3, func(phone, n int) (string, url.Values) {
	says := [...]string{"FOOD 11211 two adults", "no pork please", "STATUS"}
	return smsPath, text(phone*len(says)+n, fromPhone(phone), says[n])
}}

// phoning calls, chooses English, and asks for food in 11211 by keys.
var phoning = traffic{6, func(phone, n int) (string, url.Values) {
	path := voicePath
	if n > 0 {
		path += "?" + turnQuery + "=" + strconv.Itoa(n)
	}
	keys := [...]string{"", "1", "1", "1", "11211", "1"}
	return path, calling(phone, fromPhone(phone), "Digits", keys[n])
}}

func echoOnly(_ *testing.B, r *rig) http.Handler {
	return bare(r, func(context.Context, string, string) error { return nil })
}

func echoInsert(b *testing.B, r *rig) http.Handler {
	contact := store.Contact{Phone: rosa, Line: ourLine}
	if err := r.store.Write(b.Context(), func(tx *store.Tx) error { return tx.InsertContact(&contact) }); err != nil {
		b.Fatal(err)
	}
	return bare(r, func(ctx context.Context, sid, body string) error {
		return r.store.Write(ctx, func(tx *store.Tx) error {
			return tx.InsertMessage(&store.Message{SID: sid, Direction: store.In, Contact: contact.ID, Line: ourLine,
				Body: store.Sealed(body), Status: store.MessageReceived, Segments: i18n.Segments(body).Segments})
		})
	})
}

// bare are the webhooks with something else behind them.
func bare(r *rig, do func(ctx context.Context, sid, body string) error) http.Handler {
	answer := twilio.Reply("You need: food for 2 adults. Right?", publicURL+statusPath+"?m=7")
	e := echo.New()
	e.Use(r.gateway.recovered, exactMethod)
	e.POST(smsPath, func(c echo.Context) error {
		m, err := twilio.ParseMessage(c.Request().PostForm)
		if err == nil {
			err = do(c.Request().Context(), m.SID, m.Body)
		}
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, textXML, answer)
	}, r.gateway.signed)
	e.POST(voicePath, func(c echo.Context) error {
		call, err := twilio.ParseCall(c.Request().PostForm)
		if err == nil {
			err = do(c.Request().Context(), call.SID+c.QueryParam(turnQuery), call.Keys)
		}
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, textXML, r.gateway.apology.ask)
	}, r.gateway.signed)
	return e
}

// wholeTurn is the line itself with its timers. Twenty neighbors help; after some dozen requests each of them has been
// asked as often as a day allows.
func wholeTurn(b *testing.B, r *rig) http.Handler {
	helpers := make([]engine.Volunteer, 20)
	for i := range helpers {
		helpers[i] = engine.Volunteer{Phone: fmt.Sprintf("+1212556%04d", i), Name: "Ana",
			Volunteer: dispatch.Volunteer{Status: dispatch.Active, Languages: []string{"en"}}}
	}
	if err := r.engine.ImportVolunteers(b.Context(), helpers, "Dora"); err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	done := make(chan error)
	go func() { done <- r.engine.Run(ctx) }()
	b.Cleanup(func() { stop(); <-done })
	return r.gateway.Public()
}

// load makes b.N requests over so many connections. A connection takes one phone after the other.
func load(b *testing.B, h http.Handler, what traffic, connections int) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: h}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })

	var phones atomic.Int64
	took := make([][]time.Duration, connections)
	b.ResetTimer()
	var all sync.WaitGroup
	for i := range connections {
		all.Go(func() {
			conn, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				b.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			in := bufio.NewReader(conn)
			for {
				phone := int(phones.Add(1)) - 1
				if phone*what.requests >= b.N {
					return
				}
				for n := range min(what.requests, b.N-phone*what.requests) {
					path, form := what.request(phone, n)
					start := time.Now()
					if err := exchange(conn, in, path, form); err != nil {
						b.Error(err)
						return
					}
					took[i] = append(took[i], time.Since(start))
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	times := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(times) > 0 {
		b.ReportMetric(float64(len(times))/b.Elapsed().Seconds(), "turns/s")
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
	}
}

// exchange posts one form over a kept connection. It is written by hand to leave the processors to the server.
func exchange(conn net.Conn, in *bufio.Reader, path string, form url.Values) error {
	encoded := form.Encode()
	var out strings.Builder
	fmt.Fprintf(&out, "POST %s HTTP/1.1\r\nHost: hotline.example.org\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"%s: %s\r\nContent-Length: %d\r\n\r\n%s", path, twilio.SignatureHeader,
		twilio.Sign(authToken, publicURL+path, form), len(encoded), encoded)
	if _, err := io.WriteString(conn, out.String()); err != nil {
		return err
	}
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("HTTP %d", res.StatusCode)
	}
	return nil
}
