using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// One call of a host function, for a <see cref="HostCallHandler"/>: the host object, the arguments and the guest's memory.
/// </summary>
public readonly ref struct HostCallContext
{
    private readonly ICallingGuest? _guest;
    private readonly InstanceBinding? _binding;
    private readonly ViewGuard? _views;
    private readonly nint _caller;

    /// <summary>Creates a call without an engine, for unit tests of interceptors.</summary>
    /// <param name="host">The instance of the annotated class.</param>
    /// <param name="arguments">The core arguments.</param>
    /// <param name="guest">The calling guest.</param>
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

    /// <summary>The instance of the annotated class whose function is called.</summary>
    public object Host { get; }

    /// <summary>The core arguments of the call.</summary>
    public HostValues Arguments { get; }

    /// <summary>Returns a view of the guest's memory at this moment.</summary>
    /// <returns>
    /// A view that is valid until the next handler is called, which may grow the memory. Open the memory again afterwards. Empty if the
    /// guest has no memory.
    /// </returns>
    public GuestMemory OpenMemory()
    {
        if (_binding is null)
        {
            return _guest is null ? default : _guest.Memory;
        }

        _views!.HasViews = true;
        return _binding.OpenMemory(_caller);
    }

    /// <summary>Calls a host function that does not call back into the guest.</summary>
    internal long Call(HostFunction function) => function.Entry(Host, Arguments, function.UsesMemory ? OpenMemory() : default);

    /// <summary>Calls a host function that may call back into the guest. Interceptors must not use views that they opened before.</summary>
    internal long CallReentrant(ReentrantEntry entry)
    {
        if (_binding is null)
        {
            GuestCall guest = new(_guest!);
            return entry(Host, Arguments, ref guest);
        }

        _views!.HasViews = false;
        using CallingGuest.Scope scope = new(_binding, _caller);
        return CallingGuest.Enter(entry, Host, Arguments);
    }
}
