using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Provides imports to modules: to one instance, to a prepared module, or through a linker.</summary>
internal static unsafe class Instantiator
{
    /// <summary>Creates an instance whose host functions are bound to it.</summary>
    internal static Guest Instantiate(ImportSources sources, Store store, Module module)
    {
        HostStack.EnsureSufficient();
        ViewGuard views = ViewGuard.Enter(store);
        try
        {
            views.EnsureNone();
            return Instantiate(sources, store, module, views);
        }
        catch
        {
            views.Leave(store);
            throw;
        }
    }

    private static Guest Instantiate(ImportSources sources, Store store, Module module, ViewGuard views)
    {
        using StoreLease lease = new(store);
        using ResolvedImports resolved = ResolvedImports.Create(module, sources, lease.Context);
        using FunctionTypes types = new();
        ModuleMemory memory = ModuleMemory.FromModule(module);
        InstanceBinding binding = new(memory.Export) { Views = views, State = sources.State };
        if (memory.Import >= 0)
        {
            binding.UseMemory(lease.Context, resolved.Items[memory.Import]);
        }

        Extern[] items = resolved.Items.ToArray();
        HostFunctionBinding[] functions = new HostFunctionBinding[resolved.Definitions.Count(static definition => definition is not null)];
        int bound = 0;
        for (int i = 0; i < items.Length; i++)
        {
            if (resolved.Definitions[i] is { } definition)
            {
                HostCallHandler? handler = sources.CreateHandler(definition.Function);
                functions[bound] = new HostFunctionBinding(definition.Function, handler, sources.Hosts.All[definition.Host], binding);
                items[i] = CreateFunction(functions[bound++], types, lease.Context);
            }
        }

        InstanceHandle instance;
        nint trap;
        fixed (Extern* imports = items)
        {
            nint native = WasmtimeInternals.Handle(module).DangerousGetHandle();
            nint error = Libwasmtime.wasmtime_instance_new(lease.Context, native, imports, (nuint)items.Length, &instance, &trap);
            GC.KeepAlive(module);
            HostTrap.ThrowIfAny(error, trap);
        }

        binding.Attach(lease.Context, instance);
        return new Guest(store, module, instance, binding, functions) { HasEnteredViewGuard = true };
    }

    /// <summary>Prepares a module whose host functions find their host through the calling store.</summary>
    internal static PreparedModule Prepare(ImportSources sources, Engine engine, Module module)
    {
        using Store scratch = new(engine);
        using StoreLease lease = new(scratch);
        using ResolvedImports resolved = ResolvedImports.Create(module, sources, lease.Context);
        ModuleMemory memory = ModuleMemory.FromModule(module);
        Extern imported = memory.Import >= 0 ? resolved.Items[memory.Import] : default;
        PreparedModule prepared = new(module, memory, ImportShape.FromSources(sources), imported);
        NativeLinker linker = NativeLinker.New(engine, sources.Linker);
        try
        {
            DefineFunctions(linker, prepared, resolved, sources);
            for (int i = 0; i < resolved.Definitions.Length; i++)
            {
                if (resolved.Items[i].Kind == ExternKind.SharedMemory)
                {
                    linker.Define(lease.Context, module.Imports[i].ModuleName, module.Imports[i].Name, resolved.Items[i]);
                }
            }

            prepared.Handle = linker.Prepare(module);
            return prepared;
        }
        finally
        {
            linker.Delete();
        }
    }

    /// <summary>Prepares a module without its memory.</summary>
    internal static PreparedModule PrepareFunctions(ImportSources sources, Engine engine, Module module, MemoryImport import)
    {
        using Store scratch = new(engine);
        using StoreLease lease = new(scratch);
        using ResolvedImports resolved = ResolvedImports.Create(module, sources, lease.Context, import);
        NativeLinker linker = NativeLinker.New(engine, sources.Linker);
        PreparedModule prepared = new(module, ModuleMemory.FromModule(module), ImportShape.FromSources(sources), default)
        {
            Functions = new PreparedFunctions(engine, import, linker.ToHandle()),
        };
        try
        {
            DefineFunctions(linker, prepared, resolved, sources);
            return prepared;
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }

    /// <summary>Resolves the memory of a module whose functions are prepared.</summary>
    internal static PreparedHandle Prepare(PreparedFunctions functions, Module module, SharedMemory memory)
    {
        using Store scratch = new(functions.Engine);
        using StoreLease lease = new(scratch);
        NativeLinker linker = NativeLinker.Copy(functions.Linker);
        Extern item = memory.Handle.ToExtern();
        try
        {
            linker.Define(lease.Context, functions.Memory.ModuleName, functions.Memory.Name, item);
            return linker.Prepare(module);
        }
        finally
        {
            Libwasmtime.wasmtime_extern_delete(&item);
            linker.Delete();
        }
    }

    private static void DefineFunctions(NativeLinker linker, PreparedModule prepared, ResolvedImports resolved, ImportSources sources)
    {
        using FunctionTypes types = new();
        foreach (HostDefinition definition in resolved.Definitions.OfType<HostDefinition>())
        {
            Define(linker, prepared.CreateFunctionBinding(definition, sources.CreateHandler(definition.Function)), types);
        }
    }

    /// <summary>Defines host functions in a linker, for instances that are not known in advance.</summary>
    internal static void Define(ImportSources sources, IEnumerable<HostDefinition> definitions, Linker linker)
    {
        using FunctionTypes types = new();
        InstanceBinding binding = new([.. "memory"u8]) { State = sources.State };
        NativeLinker native = new(WasmtimeInternals.Handle(linker).DangerousGetHandle());
        foreach (HostDefinition definition in definitions)
        {
            HostCallHandler? handler = sources.CreateHandler(definition.Function);
            HostFunctionBinding function = new(definition.Function, handler, sources.Hosts.All[definition.Host], binding);
            Define(native, function, types);
        }

        GC.KeepAlive(linker);
    }

    private static void Define(NativeLinker linker, HostFunctionBinding binding, FunctionTypes types)
    {
        HostFunction function = binding.Function;
        linker.Define(
            function.Module, function.Name, types.GetOrCreate(function.Signature), Thunk.Get(binding), binding.Pin(), &Thunk.Release);
    }

    private static Extern CreateFunction(HostFunctionBinding function, FunctionTypes types, nint context)
    {
        Extern item = new() { Kind = ExternKind.Function };
        Libwasmtime.wasmtime_func_new_unchecked(
            context, types.GetOrCreate(function.Function.Signature), Thunk.Get(function), function.Pin(), &Thunk.Release, &item.Function);
        return item;
    }
}
