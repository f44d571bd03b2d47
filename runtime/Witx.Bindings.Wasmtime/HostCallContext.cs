using System;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// One call of a host function, for a <see cref="HostCallHandler"/>: the function, the host object, the arguments and the guest's memory.
/// </summary>
public readonly ref struct HostCallContext
{
    private readonly ICallingGuest? _guest;
    private readonly InstanceBinding? _binding;
    private readonly ViewGuard? _views;
    private readonly nint _caller;

    /// <summary>Creates a call without an engine, for unit tests of interceptors.</summary>
    /// <param name="function">The function that is called.</param>
    /// <param name="host">The instance of the annotated class.</param>
    /// <param name="arguments">The core arguments.</param>
    /// <param name="guest">The calling guest.</param>
    public HostCallContext(HostFunction function, object host, HostValues arguments, ICallingGuest guest)
    {
        Function = function;
        Host = host;
        Arguments = arguments;
        _guest = guest;
    }

    internal HostCallContext(
        HostFunction function, object host, HostValues arguments, InstanceBinding binding, nint caller, ViewGuard views)
    {
        Function = function;
        Host = host;
        Arguments = arguments;
        _binding = binding;
        _caller = caller;
        _views = views;
    }

    /// <summary>The function that is called, with the module name under which the guest imports it.</summary>
    public HostFunction Function { get; }

    /// <summary>The instance of the annotated class whose function is called.</summary>
    public object Host { get; }

    /// <summary>Gets the object that identifies the guest (<see cref="HostImports.State"/>), or null if there is none.</summary>
    public object? State { get => _binding is null ? field : _binding.State; init; }

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

    /// <summary>Reads an argument by its witx name.</summary>
    /// <remarks>
    /// It allocates nothing after the first call. A name is looked up in each call; to avoid that, call
    /// <see cref="WitxSignature.GetParameter{T}"/> when the function is linked, and read the parameter from <see cref="Arguments"/> and
    /// <see cref="OpenMemory"/>.
    /// </remarks>
    /// <example>
    /// <code><![CDATA[
    /// imports.Intercept((function, next) => function.Name != "path_open" ? next : (in call) =>
    /// {
    ///     log.WriteLine(call.GetArgument<GuestString>("path").ToString());
    ///     return next(in call);
    /// });
    /// ]]></code>
    /// </example>
    /// <typeparam name="T">
    /// The C# type: that of the partial method's parameter, or the view <see cref="GuestRef{T}"/>, <see cref="GuestList{T}"/> or
    /// <see cref="GuestString"/>. A view is valid until the next handler is called.
    /// </typeparam>
    /// <param name="name">The witx name of the parameter.</param>
    /// <exception cref="ArgumentException">The function has no parameter of this name, or it has another type.</exception>
    /// <exception cref="InvalidOperationException"><see cref="HostFunction.GetWitxSignature"/> returns null.</exception>
    /// <exception cref="GuestFaultException">The guest passed a malformed argument.</exception>
    public T GetArgument<T>(string name)
        where T : allows ref struct
    {
        WitxSignature signature = Function.GetWitxSignature()
            ?? throw new InvalidOperationException(
                $"Function '{Function.Module}.{Function.Name}' has no witx signature; read its core arguments instead.");
        WitxParameter<T> parameter = signature.GetParameter<T>(name);
        return parameter.Read(Arguments, parameter.Passing is WitxPassing.Value ? default : OpenMemory());
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
