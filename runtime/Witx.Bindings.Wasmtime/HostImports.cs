using System;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Linking;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// What guests may import: the functions of hosts, and what else an embedder adds. It is filled once and may then serve any number of
/// guests, on many threads.
/// </summary>
public sealed class HostImports
{
    private readonly ImportSources _supplies = new();

    /// <summary>Offers a host under its interface's own import module name.</summary>
    /// <param name="host">The host. It may serve many instances, on many threads if its author made it so.</param>
    /// <returns>These imports.</returns>
    /// <remarks>
    /// Of two functions with the same name and the same type the one added last is bound, so that a host can replace single functions of
    /// another. Those of different types stand beside each other: every module is given the one whose type it declares.
    /// </remarks>
    public HostImports Add(IHostModule host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _supplies.Hosts.Add(host, null);
        return this;
    }

    /// <summary>Offers a host under another import module name than its interface's own.</summary>
    /// <param name="host">The host.</param>
    /// <param name="module">The import module name.</param>
    /// <returns>These imports.</returns>
    public HostImports Add(IHostModule host, string module)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(module);
        _supplies.Hosts.Add(host, module);
        return this;
    }

    /// <summary>Offers a shared memory.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="module">The import module name; compilers use <c>env</c>.</param>
    /// <param name="name">The import name; compilers use <c>memory</c>.</param>
    /// <returns>These imports.</returns>
    public HostImports Add(SharedMemory memory, string module = "env", string name = "memory")
    {
        ArgumentNullException.ThrowIfNull(memory);
        _supplies.Memories[(module, name)] = memory;
        return this;
    }

    /// <summary>
    /// Offers whatever a linker defines and no host offers: memories, globals, tables, functions written by hand, other instances.
    /// </summary>
    /// <param name="linker">The linker. It must live until the last guest is instantiated.</param>
    /// <returns>These imports.</returns>
    /// <exception cref="InvalidOperationException">There is a linker already.</exception>
    public HostImports Add(Linker linker)
    {
        ArgumentNullException.ThrowIfNull(linker);
        _supplies.Linker = _supplies.Linker is null ? linker : throw new InvalidOperationException("There is a linker already.");
        return this;
    }

    /// <summary>Wraps the host functions of guests. The interceptor that is added first is outermost.</summary>
    /// <param name="interceptor">The interceptor.</param>
    /// <returns>These imports.</returns>
    public HostImports Intercept(HostInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        _supplies.Interceptors.Add(interceptor);
        return this;
    }

    /// <summary>Makes an instance of a module, and runs its start function if it has one.</summary>
    /// <param name="store">The store to make it in, which owns it. It is the caller's to dispose, after the guest.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="UnresolvedImportsException">The module imports what is not offered.</exception>
    /// <exception cref="WasmtimeException">The engine cannot make the instance, or the start function trapped.</exception>
    /// <exception cref="InvalidOperationException">A host function that holds views of the store's memory is on the stack.</exception>
    /// <exception cref="InsufficientExecutionStackException">The thread has less stack than a guest may use: 640 KiB.</exception>
    /// <remarks>
    /// Only what the module imports is bound, and bound to that very instance, so that a host function reaches its host and its guest's
    /// memory without looking for them; a function that the instance exports again stays bound to it, whoever calls. What a host function
    /// throws during the start function comes out unchanged.
    /// </remarks>
    public Guest Instantiate(Store store, Module module)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(module);
        return Instantiator.Bound(_supplies, store, module);
    }

    /// <summary>Resolves the imports of a module once, for many instances of it in as many stores.</summary>
    /// <param name="engine">The engine of the module and of the stores.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="UnresolvedImportsException">The module imports what is not offered.</exception>
    /// <exception cref="WasmtimeException">What a linker offers has another type than the module imports.</exception>
    /// <remarks>A linker may offer nothing that belongs to a store, such as a memory that is not shared.</remarks>
    public PreparedModule Prepare(Engine engine, Module module)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(module);
        return Instantiator.Prepared(_supplies, engine, module);
    }

    /// <summary>Defines every function of every host in a linker, for embedders whose program is built around one.</summary>
    /// <param name="linker">The linker.</param>
    /// <exception cref="WasmtimeException">The linker defines such a function already, or hosts offer one name with two types.</exception>
    /// <remarks>
    /// A linker serves instances that are not known when it is filled. Hence every call of a function that uses memory first looks it up,
    /// as the caller's export <c>memory</c>, which takes about as long as eight calls without; and instances are made more slowly by a
    /// linker full of functions than by <see cref="Instantiate"/>. Exceptions come out of Wasmtime .NET's calls as
    /// <see cref="Exception.InnerException"/>.
    /// </remarks>
    public void Define(Linker linker)
    {
        ArgumentNullException.ThrowIfNull(linker);
        Instantiator.Defined(_supplies, _supplies.Hosts.Functions, linker);
    }

    /// <summary>Defines what a module imports of the hosts' functions in a linker: of a name with several types, the one that the module declares.</summary>
    /// <param name="linker">The linker.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="WasmtimeException">The linker defines such a function already, or the module imports one name with two types.</exception>
    /// <remarks>What no host offers is the linker's affair. Calls are made as after <see cref="Define(Linker)"/>.</remarks>
    public void Define(Linker linker, Module module)
    {
        ArgumentNullException.ThrowIfNull(linker);
        ArgumentNullException.ThrowIfNull(module);
        Instantiator.Defined(_supplies, module.Imports.Select(_supplies.Hosts.Find).OfType<HostDefinition>().Distinct(), linker);
    }
}
