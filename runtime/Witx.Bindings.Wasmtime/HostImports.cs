using System;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Linking;

namespace Witx.Bindings.Wasmtime;

/// <summary>The functions, memories and other items that guests can import. Fill it once, then instantiate any number of guests.</summary>
/// <remarks>
/// The methods that add items are not thread-safe. After the last one, several threads may instantiate guests at the same time.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// HostImports imports = new HostImports()
///     .Add(new ClockHost())                     // classes with [WitxModule]
///     .Add(new KeyValueHost(), "kv_v2")         // under another import module name
///     .Intercept((function, next) => (in call) => // optional: runs around each call of a host function
///     {
///         Console.WriteLine($"{function.Module}.{function.Name}");
///         return next(in call);
///     });
///
/// using Engine engine = new();
/// using Store store = new(engine);
/// using Module module = ModuleScanner.Compile(engine, "guest", File.ReadAllBytes("guest.wasm"));
/// using Guest guest = imports.Instantiate(store, module);
/// guest.Invoke("run");
/// ]]></code>
/// </example>
public sealed class HostImports
{
    internal ImportSources Sources { get; } = new();

    /// <summary>
    /// Gets or sets an object that identifies the guest to interceptors (<see cref="HostCallContext.State"/>); null, the default, for none.
    /// </summary>
    /// <remarks>Each instance keeps the object that is set when it is created, also one of a prepared module.</remarks>
    public object? State { get => Sources.State; set => Sources.State = value; }

    /// <summary>Adds the functions of a host under the module name of its witx interface.</summary>
    /// <param name="host">The host object. Instances share it, so it must be thread-safe if guests run on several threads.</param>
    /// <returns>This object, for chaining.</returns>
    /// <remarks>
    /// A function replaces an earlier one with the same names and type, so that a host can replace single functions of another. Functions
    /// with the same names and different types coexist: a module gets the one whose type it declares.
    /// </remarks>
    public HostImports Add(IHostModule host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Sources.Hosts.Add(host, null);
        return this;
    }

    /// <summary>Adds the functions of a host under a module name that differs from its witx interface.</summary>
    /// <param name="host">The host object. Instances share it, so it must be thread-safe if guests run on several threads.</param>
    /// <param name="module">The module name under which guests import the functions.</param>
    /// <returns>This object, for chaining.</returns>
    public HostImports Add(IHostModule host, string module)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(module);
        Sources.Hosts.Add(host, module);
        return this;
    }

    /// <summary>Adds a shared memory, for guests with threads.</summary>
    /// <param name="memory">The memory to import. The caller keeps ownership.</param>
    /// <param name="module">The module name of the import; compilers use <c>env</c>.</param>
    /// <param name="name">The name of the import; compilers use <c>memory</c>.</param>
    /// <returns>This object, for chaining.</returns>
    public HostImports Add(SharedMemory memory, string module = "env", string name = "memory")
    {
        ArgumentNullException.ThrowIfNull(memory);
        Sources.Add(memory, module, name);
        return this;
    }

    /// <summary>
    /// Adds the items of a Wasmtime linker: memories, globals, tables, handwritten functions and exports of other instances.
    /// </summary>
    /// <param name="linker">The linker. Do not dispose it before the last guest is instantiated.</param>
    /// <returns>This object, for chaining.</returns>
    /// <remarks>Functions of hosts take precedence over functions of the linker.</remarks>
    /// <exception cref="InvalidOperationException">A linker was already added.</exception>
    public HostImports Add(Linker linker)
    {
        ArgumentNullException.ThrowIfNull(linker);
        Sources.Linker = Sources.Linker is null
            ? linker
            : throw new InvalidOperationException("A linker was already added; define all items in one linker.");
        return this;
    }

    /// <summary>Adds an interceptor that can wrap or replace each host function. The interceptor that was added first runs first.</summary>
    /// <param name="interceptor">The interceptor. It is called once for each host function that a module imports.</param>
    /// <returns>This object, for chaining.</returns>
    public HostImports Intercept(HostInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        Sources.Add(interceptor);
        return this;
    }

    /// <summary>Creates an instance of a module and runs its start function, if it has one.</summary>
    /// <param name="store">The store that will own the instance. Dispose it after the guest.</param>
    /// <param name="module">The module, compiled by the engine of the store.</param>
    /// <returns>The new guest, for the caller to dispose.</returns>
    /// <exception cref="UnresolvedImportsException">An import of the module was not added, or only with another type.</exception>
    /// <exception cref="WasmtimeException">The engine cannot create the instance, or the start function trapped.</exception>
    /// <exception cref="InvalidOperationException">A host function that holds views of the store's memory is running.</exception>
    /// <exception cref="InsufficientExecutionStackException">The thread has less than 640 KiB of stack left.</exception>
    /// <remarks>
    /// Each imported host function is bound to this instance, so a call finds its host and the guest's memory without a lookup. If the
    /// instance exports the function again, it stays bound to this instance. An exception that a host function throws during the start
    /// function is thrown unchanged.
    /// </remarks>
    public Guest Instantiate(Store store, Module module)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(module);
        return Instantiator.Instantiate(Sources, store, module);
    }

    /// <summary>Resolves the imports of a module once, for fast creation of many instances, each in its own store.</summary>
    /// <param name="engine">The engine of the module and of the stores.</param>
    /// <param name="module">The module, compiled by the engine.</param>
    /// <returns>The prepared module, for the caller to dispose.</returns>
    /// <exception cref="UnresolvedImportsException">An import of the module was not added, or only with another type.</exception>
    /// <exception cref="WasmtimeException">An item of the linker has a type that differs from the import.</exception>
    /// <remarks>The module cannot import items of the linker that belong to a store, such as a memory that is not shared.</remarks>
    public PreparedModule Prepare(Engine engine, Module module)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(module);
        return Instantiator.Prepare(Sources, engine, module);
    }

    /// <summary>
    /// Resolves all imports of a module once, except its shared memory: for groups of threads that have a memory each, such as the
    /// processes of a guest. <see cref="PreparedModule.WithMemory"/> resolves the memory.
    /// </summary>
    /// <param name="engine">The engine of the module and of the stores.</param>
    /// <param name="module">The module, compiled by the engine.</param>
    /// <returns>The prepared module, for the caller to dispose. It cannot be instantiated itself.</returns>
    /// <exception cref="ArgumentException">The module does not import a shared memory.</exception>
    /// <exception cref="UnresolvedImportsException">Another import was not added, or only with another type.</exception>
    public PreparedModule PrepareFunctions(Engine engine, Module module)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(module);
        return module.Imports.OfType<MemoryImport>().FirstOrDefault() is { } memory && SharedMemory.IsImportedBy(module, memory)
            ? Instantiator.PrepareFunctions(Sources, engine, module, memory)
            : throw new ArgumentException(
                $"The module '{module.Name}' does not import a shared memory. Use '{nameof(Prepare)}'.", nameof(module));
    }

    /// <summary>Creates an instance of a prepared module with the hosts of this object.</summary>
    /// <param name="store">A store of the same engine whose data is null, as in <see cref="PreparedModule.Instantiate"/>.</param>
    /// <param name="prepared">
    /// A module that was prepared with the same imports, or with imports that differ only in the host objects.
    /// </param>
    /// <returns>The new guest, for the caller to dispose.</returns>
    /// <exception cref="ArgumentException">
    /// The data of the store is not null, or the imports do not match (<see cref="PreparedModule.Matches"/>).
    /// </exception>
    /// <exception cref="WasmtimeException">The engine cannot create the instance, or the start function trapped.</exception>
    /// <exception cref="InvalidOperationException">A host function that holds views of the store's memory is running.</exception>
    /// <exception cref="InsufficientExecutionStackException">The thread has less than 640 KiB of stack left.</exception>
    public Guest Instantiate(Store store, PreparedModule prepared)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(prepared);
        return prepared.Matches(this)
            ? prepared.InstantiateMatching(store, Sources.Hosts.All, State)
            : throw new ArgumentException(
                "The imports differ from those of the prepared module; add objects of the same classes under the same names, in the same "
                    + "order, and the same interceptors, shared memories and linker.",
                nameof(prepared));
    }

    /// <summary>Defines all functions of all hosts in a linker, for programs that are built around a linker.</summary>
    /// <param name="linker">The linker to define the functions in.</param>
    /// <exception cref="WasmtimeException">
    /// The linker already defines one of the functions, or hosts have one name with two types.
    /// </exception>
    /// <remarks>
    /// Prefer <see cref="Instantiate(Store, Module)"/>, which is faster. A function in a linker is not bound to an instance: a call that
    /// uses memory looks up the caller's export <c>memory</c> first. Calls through Wasmtime .NET throw a <see cref="WasmtimeException"/>
    /// whose <see cref="Exception.InnerException"/> is the exception of the host function.
    /// </remarks>
    public void Define(Linker linker)
    {
        ArgumentNullException.ThrowIfNull(linker);
        Instantiator.Define(Sources, Sources.Hosts.Functions, linker);
    }

    /// <summary>Defines the host functions that a module imports in a linker, each with the type that the module declares.</summary>
    /// <param name="linker">The linker to define the functions in.</param>
    /// <param name="module">The module whose imports select the functions.</param>
    /// <exception cref="WasmtimeException">
    /// The linker already defines one of the functions, or the module imports one name with two types.
    /// </exception>
    /// <remarks>Imports that no host has are ignored. Calls have the costs and exceptions of <see cref="Define(Linker)"/>.</remarks>
    public void Define(Linker linker, Module module)
    {
        ArgumentNullException.ThrowIfNull(linker);
        ArgumentNullException.ThrowIfNull(module);
        Instantiator.Define(Sources, module.Imports.Select(Sources.Hosts.Find).OfType<HostDefinition>().Distinct(), linker);
    }
}
