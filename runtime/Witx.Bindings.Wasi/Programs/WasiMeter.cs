using System;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>Counts what guests ask for: <c>wasi.calls</c>, <c>wasi.errors</c> and <c>wasi.bytes</c>. It stands where calls are bound, and only while someone listens.</summary>
internal sealed class WasiMeter
{
    internal const string Name = "Witx.Bindings.Wasi";

    private static readonly KeyValuePair<string, object?>[] s_errors =
        [.. Enum.GetValues<Errno>().Select(static error => Tag("errno", $"{error}".TrimStart('_').ToLowerInvariant()))];

    // Where the address of the count stands among the arguments.
    private static readonly FrozenDictionary<string, (string Direction, int Count)> s_transfers = new Dictionary<string, (string, int)>
    {
        ["fd_read"] = ("read", 3),
        ["fd_pread"] = ("read", 4),
        ["sock_recv"] = ("read", 4),
        ["sock_recv_from"] = ("read", 4),
        ["fd_write"] = ("write", 3),
        ["fd_pwrite"] = ("write", 4),
        ["sock_send"] = ("write", 4),
        ["sock_send_to"] = ("write", 5),
    }.ToFrozenDictionary();

    private readonly Counter<long> _calls;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _bytes;

    private WasiMeter(Meter meter)
    {
        _calls = meter.CreateCounter<long>("wasi.calls", "{call}", "System calls of guests.");
        _errors = meter.CreateCounter<long>("wasi.errors", "{call}", "System calls of guests that failed.");
        _bytes = meter.CreateCounter<long>("wasi.bytes", "By", "Bytes that guests have read and written.");
    }

    private static WasiMeter Default { get; } = new(new Meter(Name));

    internal bool IsListenedTo => _calls.Enabled || _errors.Enabled || _bytes.Enabled;

    /// <param name="factory">Whose meter it is; null is the one that every listener of the process finds.</param>
    internal static WasiMeter Create(IMeterFactory? factory) => factory is null ? Default : new(factory.Create(new MeterOptions(Name)));

    /// <summary>Wraps a handler in one that counts its calls.</summary>
    internal HostCallHandler Intercept(HostFunction function, HostCallHandler next)
    {
        KeyValuePair<string, object?> name = Tag("function", function.Name);
        bool hasErrno = function.Signature.Result is CoreType.I32 && function.Module is not "wasi";
        bool transfers = s_transfers.TryGetValue(function.Name, out (string Direction, int Count) transfer);
        bool isWide = transfers && function.Signature.Parameters[transfer.Count] == CoreType.I64;
        KeyValuePair<string, object?> direction = Tag("direction", transfer.Direction);
        return (in call) =>
        {
            _calls.Add(1, name);
            long result = next(in call);
            if (hasErrno && result > 0 && result < s_errors.Length)
            {
                _errors.Add(1, name, s_errors[result]);
            }
            else if (transfers && result == 0)
            {
                ulong count = isWide ? call.Arguments.UInt64(transfer.Count) : call.Arguments.UInt32(transfer.Count);
                _bytes.Add(BinaryPrimitives.ReadUInt32LittleEndian(call.OpenMemory().Slice(count, sizeof(uint))), direction);
            }

            return result;
        };
    }

    private static KeyValuePair<string, object?> Tag(string key, string? value) => new(key, value);
}
