using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>Wraps a host object so that pending signals are delivered to the guest's handler after each call.</summary>
/// <remarks>Used only for guests that handle signals, because it makes each call slower.</remarks>
internal sealed class SignalDeliveringHost : IHostModule
{
    // The functions of a class are the same for all its objects, so that a module can be prepared for them.
    private static readonly ConditionalWeakTable<HostFunction, HostFunction[]> s_functions = [];

    private readonly IHostModule _host;
    private readonly Signals _signals;
    private readonly HostFunction[] _functions;

    internal SignalDeliveringHost(IHostModule host, Signals signals)
    {
        (_host, _signals) = (host, signals);
        _functions = s_functions.GetValue(host.Functions[0], _ =>
            [.. host.Functions.ToArray().Select(static function => function with { Reentry = Entry(function) })]);
    }

    ReadOnlySpan<HostFunction> IHostModule.Functions => _functions;

    private static ReentrantEntry Entry(HostFunction function)
    {
        HostEntry plain = function.Entry;
        ReentrantEntry entry = function.Reentry
            ?? ((object host, HostValues arguments, ref GuestCall call) => plain(host, arguments, call.Memory));
        return (object host, HostValues arguments, ref GuestCall call) =>
        {
            SignalDeliveringHost signalled = (SignalDeliveringHost)host;
            long result = entry(signalled._host, arguments, ref call);
            signalled._signals.Deliver(ref call);
            return result;
        };
    }
}
