using System.Collections.Immutable;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>
/// The interceptors of a guest, outermost first: the count of calls, the meter if it has listeners, those of the embedder.
/// </summary>
internal static class GuestInterceptors
{
    internal static ImmutableArray<HostInterceptor> Create(WasiProcess process, WasiMeasures measures)
    {
        ImmutableArray<HostInterceptor> interceptors = process.Interceptors;
        WasiMeter meter = WasiMeter.Get(process.MeterFactory);
        if (meter.HasListeners)
        {
            interceptors = interceptors.Insert(0, meter.Interceptor);
        }

        return (measures & WasiMeasures.Calls) != 0 ? interceptors.Insert(0, CallCounter.Interceptor) : interceptors;
    }
}
