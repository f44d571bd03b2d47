using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>
/// Records whether a host function that may hold views of guest memory is on the stack of a store. The guest must not run then: it could grow
/// its memory, and the views would refer to freed bytes.
/// </summary>
/// <remarks>
/// All guests of a store share one object. It is found through the binding that is the store's data, or through a table of the stores whose
/// data is the embedder's. Like the store, it is used by one thread at a time.
/// </remarks>
internal sealed class ViewGuard
{
    private static readonly ConditionalWeakTable<Store, ViewGuard> s_stores = [];

    // The guests whose store is in the table. Without any it is removed, so that the table stays small.
    private int _guests;

    /// <summary>True while views may exist.</summary>
    internal bool Exist { get; set; }

    /// <summary>The object for a guest whose binding becomes the data of the store.</summary>
    internal static ViewGuard Find(Store store) => s_stores.TryGetValue(store, out ViewGuard? views) ? views : new ViewGuard();

    /// <summary>The object for a guest in a store whose data is the embedder's, until <see cref="Leave"/>.</summary>
    internal static ViewGuard Enter(Store store)
    {
        ViewGuard views = Get(store);
        views._guests++;
        s_stores.AddOrUpdate(store, views);
        return views;
    }

    /// <summary>Undoes <see cref="Enter"/>.</summary>
    internal void Leave(Store store)
    {
        if (--_guests == 0)
        {
            s_stores.Remove(store);
        }
    }

    /// <summary>The object of the store that calls a function of a linker.</summary>
    internal static ViewGuard GetFromCaller(nint caller) => Get(WasmtimeInternals.StoreOf(Libwasmtime.wasmtime_caller_context(caller))!);

    /// <exception cref="InvalidOperationException">Views may exist.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EnsureNone()
    {
        if (Exist)
        {
            Throw();
        }
    }

    private static ViewGuard Get(Store store) =>
        store.GetData() is InstanceBinding { Views: { } views } ? views : s_stores.GetValue(store, static _ => new ViewGuard());

    [DoesNotReturn]
    private static void Throw() => throw new InvalidOperationException(
        "The guest cannot be entered while a host function holds views of its memory. "
        + $"List the function in {nameof(WitxModuleAttribute)}.{nameof(WitxModuleAttribute.ReentrantFunctions)}.");
}
