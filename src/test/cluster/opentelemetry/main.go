// The OTLP receiver of the OpenTelemetry Collector, made by its factory from the settings that a Collector's
// file has. What it takes is printed as OTLP JSON, a line for each request.
package main

import (
	"context"
	"log/slog"
	"os"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

// Arguments: files of a certificate and its key, which both protocols show.
func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		slog.Error("opentelemetry", "err", err)
		os.Exit(1)
	}
	select {}
}

func run(certificate, key string) error {
	factory := otlpreceiver.NewFactory()
	protocol := map[string]any{
		"endpoint": "127.0.0.1:0",
		"tls":      map[string]any{"cert_file": certificate, "key_file": key},
	}
	settings := factory.CreateDefaultConfig()
	file := confmap.NewFromStringMap(map[string]any{"protocols": map[string]any{"grpc": protocol, "http": protocol}})
	if err := file.Unmarshal(settings); err != nil {
		return err
	}
	core, lines := observer.New(zap.InfoLevel)
	telemetry := componenttest.NewNopTelemetrySettings()
	telemetry.Logger = zap.New(core)
	taken, err := consumer.NewLogs(func(_ context.Context, logs plog.Logs) error {
		text, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
		if err == nil {
			_, err = os.Stdout.Write(append(text, '\n'))
		}
		return err
	})
	if err != nil {
		return err
	}
	ctx := context.Background()
	logs, err := factory.CreateLogs(ctx, receiver.Settings{ID: component.NewID(factory.Type()), TelemetrySettings: telemetry}, settings, taken)
	if err != nil {
		return err
	}
	if err := logs.Start(ctx, componenttest.NewNopHost()); err != nil {
		return err
	}
	// who starts it waits for these lines: gRPC, then HTTP
	for _, line := range lines.All() {
		if endpoint, ok := line.ContextMap()["endpoint"].(string); ok {
			os.Stdout.WriteString(endpoint + "\n")
		}
	}
	return nil
}
