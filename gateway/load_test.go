package gateway_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline/gateway/twilio"
)

// load is a carrier in a hurry: a number of kept-alive connections, each posting one signed text after the other and
// waiting for the answer. It speaks HTTP/1.1 by hand, so that the client costs little of the two cores it shares.
type load struct {
	connections int
	token       string
	publicURL   string
	// text makes the n-th text of a connection: who writes and what.
	text func(connection, n int) (from, body string)
}

// run posts b.N texts to addr and reports texts per second, p50 and p99.
func (l load) run(b *testing.B, addr string) {
	b.Helper()
	var next atomic.Int64
	took := make([][]time.Duration, l.connections)
	errs := make(chan error, l.connections)
	conns := make([]net.Conn, l.connections)
	for i := range conns {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		conns[i] = c
	}
	b.ResetTimer()
	began := time.Now()
	var wg sync.WaitGroup
	for i, c := range conns {
		wg.Go(func() {
			var err error
			if took[i], err = l.post(c, i, b.N, &next); err != nil {
				errs <- err
			}
		})
	}
	wg.Wait()
	elapsed := time.Since(began)
	b.StopTimer()
	select {
	case err := <-errs:
		b.Fatal(err)
	default:
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	b.ReportMetric(float64(len(all))/elapsed.Seconds(), "turns/s")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
}

func (l load) post(c net.Conn, connection, total int, next *atomic.Int64) ([]time.Duration, error) {
	r := bufio.NewReader(c)
	var request bytes.Buffer
	var took []time.Duration
	for n := 0; next.Add(1) <= int64(total); n++ {
		from, body := l.text(connection, n)
		form := url.Values{"MessageSid": {fmt.Sprintf("SM%016x%016x", connection, n)}, "From": {from}, "To": {"+12125550100"},
			"Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"}, "AccountSid": {"AC00000000000000000000000000000000"}}
		signature := twilio.Sign(l.token, l.publicURL+"/twilio/sms", form)
		encoded := form.Encode()
		request.Reset()
		fmt.Fprintf(&request, "POST /twilio/sms HTTP/1.1\r\nHost: hotline.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
			"X-Twilio-Signature: %s\r\nContent-Length: %d\r\n\r\n%s", signature, len(encoded), encoded)
		began := time.Now()
		if _, err := c.Write(request.Bytes()); err != nil {
			return took, err
		}
		if err := readAnswer(r); err != nil {
			return took, err
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// readAnswer reads one response: a 200 with a length.
func readAnswer(r *bufio.Reader) error {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
		return fmt.Errorf("answered %q", bytes.TrimSpace(line))
	}
	length := 0
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return err
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			break
		}
		if v, ok := bytes.CutPrefix(line, []byte(http.CanonicalHeaderKey("Content-Length")+": ")); ok {
			if length, err = strconv.Atoi(string(v)); err != nil {
				return err
			}
		}
	}
	_, err = io.CopyN(io.Discard, r, int64(length))
	return err
}
