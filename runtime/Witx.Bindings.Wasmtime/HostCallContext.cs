using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;

namespace Witx.Bindings.Wasmtime;

/// <summary>One call of a host function, as an interceptor sees it.</summary>
public readonly ref struct HostCallContext
{
    private readonly ICallingGuest? _guest;
    private readonly InstanceBinding? _binding;
    private readonly ViewGuard? _views;
    private readonly nint _caller;

    /// <summary>Creates a call without an engine, for tests of interceptors.</summary>
    /// <param name="host">The annotated class's instance.</param>
    /// <param name="arguments">The core arguments.</param>
    /// <param name="guest">The guest that calls.</param>
    public HostCallContext(object host, HostValues arguments, ICallingGuest guest)
    {
        Host = host;
        Arguments = arguments;
        _guest = guest;
    }

    internal HostCallContext(object host, HostValues arguments, InstanceBinding binding, nint caller, ViewGuard views)
    {
        Host = host;
        Arguments = arguments;
        _binding = binding;
        _caller = caller;
        _views = views;
    }

    /// <summary>The annotated class's instance.</summary>
    public object Host { get; }

    /// <summary>The core arguments.</summary>
    public HostValues Arguments { get; }

    /// <summary>Opens the guest's memory as it is now.</summary>
    /// <returns>A view that is valid until the next handler is called, which may grow the memory. Open the memory again after it.</returns>
    public GuestMemory OpenMemory()
    {
        if (_binding is null)
        {
            return _guest is null ? default : _guest.Memory;
        }

        _views!.Exist = true;
        return _binding.Open(_caller);
    }

    /// <summary>Calls a host function that does not call back into the guest.</summary>
    internal long Call(HostFunction function) => function.Entry(Host, Arguments, function.UsesMemory ? OpenMemory() : default);

    /// <summary>Calls a host function that may call back into the guest. Views that interceptors have opened are no longer used.</summary>
    internal long CallReentrant(ReentrantEntry entry)
    {
        if (_binding is null)
        {
            GuestCall guest = new(_guest!);
            return entry(Host, Arguments, ref guest);
        }

        _views!.Exist = false;
        using CallingGuest.Scope scope = new(_binding, _caller);
        return CallingGuest.Enter(entry, Host, Arguments);
    }
}
