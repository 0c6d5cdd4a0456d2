//go:build linux

package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// TestDiskFull lets the real program's files reach a limit, as on a full disk: texts that cannot be kept are answered
// 503, so that the carrier tries again; the line says why it is not ready; when there is room it goes on by itself, and
// what was missed meanwhile is fetched from the carrier's list.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	c := newCrashing(t)
	c.quiet()
	c.serve("hotline", "serve", "--config", c.config)
	log, err := os.Stat(filepath.Join(c.dir, "data", "hotline.db-wal"))
	if err != nil {
		t.Fatal(err)
	}
	c.limitFiles(uint64(log.Size()) + 60_000)
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	until := func(ready bool) (why string) {
		patience := time.After(30 * time.Second)
		for n := 0; ; n++ {
			if why = c.ready(); (why == "") == ready {
				return why
			}
			select {
			case <-look.C:
			case <-patience:
				t.Fatalf("not ready: %q; that does not change", why)
			}
			if !ready && n < 8 {
				c.asks(n)
			}
		}
	}
	why := until(false)
	c.limitFiles(^uint64(0))
	if !strings.Contains(why, "the database does not take writes: the disk") {
		t.Errorf("not ready: %q", why)
	}
	until(true)
	c.asks(1000)
	_ = c.process.Process.Kill()
	_ = c.process.Wait()
	c.serve("hotline-later", c.config)
	c.settles()
	c.holds("the disk was full")
}

// asks has four new residents ask for food.
func (c *crashing) asks(n int) {
	var all sync.WaitGroup
	for i := range 4 {
		resident := c.box.Phone(fmt.Sprintf("+1212700%04d", 4*n+i), "en")
		c.residents = append(c.residents, resident)
		all.Go(func() { resident.Text("FOOD 11211 " + strings.Repeat("and some bread ", 20)) })
	}
	all.Wait()
}

// ready is why the line is not ready; empty: it is.
func (c *crashing) ready() string {
	c.Helper()
	res, err := http.Get("http://" + c.public + "/health/ready")
	if err != nil {
		c.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.Fatal(err)
	}
	if res.StatusCode == http.StatusOK {
		return ""
	}
	return string(body)
}

// limitFiles sets how long a file of the running program may become (prlimit(2)); it may be raised again.
func (c *crashing) limitFiles(bytes uint64) {
	c.Helper()
	limit := syscall.Rlimit{Cur: bytes, Max: ^uint64(0)}
	_, _, failed := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(c.process.Process.Pid), syscall.RLIMIT_FSIZE,
		uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if failed != 0 {
		c.Fatal(failed)
	}
}
