package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkServe starts the real program on an existing database and reports how long it takes until it is ready, the
// memory it then holds, and how large the program is.
func BenchmarkServe(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "hotline")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	size, err := os.Stat(program)
	if err != nil {
		b.Fatal(err)
	}
	var ready time.Duration
	var resident float64
	startOnce(b, dir, program) // makes the database and its keys
	b.ResetTimer()
	for b.Loop() {
		took, mb := startOnce(b, dir, program)
		ready += took
		resident = max(resident, mb)
	}
	b.ReportMetric(float64(ready.Milliseconds())/float64(b.N), "ready-ms")
	b.ReportMetric(resident, "rss-MB")
	b.ReportMetric(float64(size.Size())/1e6, "program-MB")
}

// startOnce serves from dir until it is ready, and stops it.
func startOnce(b *testing.B, dir, program string) (took time.Duration, residentMB float64) {
	b.Helper()
	public, private := freePort(b), freePort(b)
	config := filepath.Join(dir, "hotline.toml")
	text := fmt.Sprintf(`[network]
name = "Eastside Mutual Aid"
timezone = "America/New_York"
languages = ["en", "es", "ht", "zh-Hans", "fr"]
[server]
public_url = "https://hotline.example.org"
public_listen = "%s"
console_listen = "%s"
[twilio]
account_sid = "AC00000000000000000000000000000000"
auth_token = "a token of nobody"
numbers = ["+12125550100"]
api_url = "http://127.0.0.1:9"
`, public, private)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	serve := exec.CommandContext(ctx, program, "serve", "--config", config)
	began := time.Now()
	if err := serve.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = serve.Process.Signal(syscall.SIGTERM)
		_ = serve.Wait()
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for ; ctx.Err() == nil; <-tick.C {
		res, err := http.Get("http://" + public + "/health/ready")
		if err != nil {
			continue
		}
		_ = res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return time.Since(began), residentOf(b, serve.Process.Pid)
		}
	}
	b.Fatal("not ready within 30 s")
	return 0, 0
}

// residentOf is the memory a process holds, by the kernel's count.
func residentOf(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0 // not Linux
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1000
}

func freePort(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
