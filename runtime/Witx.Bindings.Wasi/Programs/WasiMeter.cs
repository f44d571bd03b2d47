using System;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Runtime.CompilerServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>The counters of guests' system calls: <c>wasi.calls</c>, <c>wasi.errors</c> and <c>wasi.bytes</c>.</summary>
/// <remarks>An interceptor counts the calls. It is added only if a listener is attached when the guest is instantiated.</remarks>
internal sealed class WasiMeter
{
    internal const string Name = "Witx.Bindings.Wasi";

    private static readonly KeyValuePair<string, object?>[] s_errors =
        [.. Enum.GetValues<Errno>().Select(static error => Tag("errno", $"{error}".TrimStart('_').ToLowerInvariant()))];

    // The functions that transfer bytes, and the index of the argument that is the address of their byte count.
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

    private static readonly ConditionalWeakTable<IMeterFactory, WasiMeter> s_meters = [];

    private readonly Counter<long> _calls;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _bytes;

    private WasiMeter(Meter meter)
    {
        _calls = meter.CreateCounter<long>("wasi.calls", "{call}", "System calls of guests.");
        _errors = meter.CreateCounter<long>("wasi.errors", "{call}", "System calls of guests that failed.");
        _bytes = meter.CreateCounter<long>("wasi.bytes", "By", "Bytes that guests have read and written.");
        Interceptor = Intercept;
    }

    private static WasiMeter Default { get; } = new(new Meter(Name));

    /// <summary>True if a listener is attached to at least one counter.</summary>
    internal bool HasListeners => _calls.Enabled || _errors.Enabled || _bytes.Enabled;

    /// <summary>The interceptor that counts calls: one object, so that prepared imports can be reused.</summary>
    internal HostInterceptor Interceptor { get; }

    /// <summary>Returns the counters of a factory, which are created once.</summary>
    /// <param name="factory">The factory that creates the meter, or null for the one that all runs of this .NET process share.</param>
    internal static WasiMeter Get(IMeterFactory? factory) => factory is null
        ? Default
        : s_meters.GetValue(factory, static factory => new WasiMeter(factory.Create(new MeterOptions(Name))));

    private HostCallHandler Intercept(HostFunction function, HostCallHandler next)
    {
        KeyValuePair<string, object?> name = Tag("function", function.Name);
        bool hasErrno = function.Signature.Result is CoreType.I32 && function.Module is not "wasi";
        bool transfers = s_transfers.TryGetValue(function.Name, out (string Direction, int Count) transfer);
        bool is64Bit = transfers && function.Signature.Parameters[transfer.Count] == CoreType.I64;
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
                ulong count = is64Bit ? call.Arguments.UInt64(transfer.Count) : call.Arguments.UInt32(transfer.Count);
                _bytes.Add(BinaryPrimitives.ReadUInt32LittleEndian(call.OpenMemory().Slice(count, sizeof(uint))), direction);
            }

            return result;
        };
    }

    private static KeyValuePair<string, object?> Tag(string key, string? value) => new(key, value);
}
