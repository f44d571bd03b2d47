using System;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wasmtime;
using Module = Wasmtime.Module;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>
/// Every member of Wasmtime .NET that is not public and that this assembly nevertheless uses. They are tried once, before the first
/// guest: a version of Wasmtime .NET without them is refused by name.
/// </summary>
internal static class WasmtimeInternals
{
    private const string Supported = "50.0.1";

    private const string Assembly = "Wasmtime.Dotnet";

    [DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicFields
        | DynamicallyAccessedMemberTypes.PublicConstructors
        | DynamicallyAccessedMemberTypes.NonPublicConstructors)]
    private static readonly Type InstanceHandleType;

    private static readonly ConstructorInfo InstanceConstructor;

    private static readonly FieldInfo InstanceHandle;

    private static readonly FieldInfo LinkerHandle;

    static WasmtimeInternals()
    {
        try
        {
            InstanceHandleType = Type.GetType("Wasmtime.ExternInstance, " + Assembly, throwOnError: true)!;
            InstanceConstructor =
                typeof(Instance).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Store), InstanceHandleType])
                ?? throw new MissingMethodException(nameof(Instance), ".ctor");
            InstanceHandle = typeof(Instance).GetField("instance", BindingFlags.Instance | BindingFlags.NonPublic)
                ?? throw new MissingFieldException(nameof(Instance), "instance");
            LinkerHandle = typeof(Linker).GetField("handle", BindingFlags.Instance | BindingFlags.NonPublic)
                ?? throw new MissingFieldException(nameof(Linker), "handle");
            foreach (MethodInfo accessor in typeof(WasmtimeInternals).GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            {
                // An accessor looks for its member when it is compiled.
                RuntimeHelpers.PrepareMethod(accessor.MethodHandle);
            }
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            throw new NotSupportedException(
                $"Witx.Bindings.Wasmtime is built against Wasmtime .NET {Supported}, but {typeof(Store).Assembly.GetName().Version} "
                + $"is loaded, and that lacks what it needs: {exception.Message}",
                exception);
        }
    }

    /// <summary>What a host function threw, on the thread where the error of the guest that called it is on its way out.</summary>
    internal static ref Exception? Pending => ref CallbackErrorCause(null);

    /// <summary>The native store. It stays alive until released, even if the store is disposed meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    internal static SafeHandle Handle(Store store) => (SafeHandle)NativeHandle(store);

    internal static SafeHandle Handle(Module module) => (SafeHandle)NativeHandle(module);

    internal static SafeHandle Handle(Engine engine) => (SafeHandle)NativeHandle(engine);

    internal static SafeHandle Handle(Config config) => (SafeHandle)NativeHandle(config);

    internal static SafeHandle Handle(Linker linker) => (SafeHandle)LinkerHandle.GetValue(linker)!;

    /// <summary>The store that a context is the inside of: Wasmtime .NET keeps a weak handle to it there.</summary>
    internal static Store? StoreOf(nint context) =>
        Unsafe.As<Store?>(GCHandle.FromIntPtr(Libwasmtime.wasmtime_context_get_data(context)).Target);

    internal static nint Context(Store store) => ContextHandle(store);

    internal static Instance NewInstance(Store store, InstanceHandle handle)
    {
        object boxed = RuntimeHelpers.GetUninitializedObject(InstanceHandleType);
        InstanceHandleType.GetField("store")!.SetValue(boxed, handle.Store);
        InstanceHandleType.GetField("__private")!.SetValue(boxed, handle.Private);
        return (Instance)InstanceConstructor.Invoke([store, boxed]);
    }

    internal static Store StoreOf(Instance instance) => StoreField(instance);

    internal static InstanceHandle Handle(Instance instance)
    {
        object handle = InstanceHandle.GetValue(instance)!;
        return new InstanceHandle
        {
            Store = (ulong)InstanceHandleType.GetField("store")!.GetValue(handle)!,
            Private = (nuint)InstanceHandleType.GetField("__private")!.GetValue(handle)!,
        };
    }

    internal static WasmtimeException Error(nint error) => FromOwnedError(null, error);

    internal static TrapException Trap(nint trap) => FromOwnedTrap(null, trap, delete: true);

    [UnsafeAccessor(UnsafeAccessorKind.StaticField)]
    private static extern ref Exception? CallbackErrorCause(Function? type);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "contextHandle")]
    private static extern ref readonly nint ContextHandle(Store store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_store")]
    private static extern ref readonly Store StoreField(Instance instance);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Store+Handle, " + Assembly)]
    private static extern object NativeHandle(Store store);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Module+Handle, " + Assembly)]
    private static extern object NativeHandle(Module module);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Engine+Handle, " + Assembly)]
    private static extern object NativeHandle(Engine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_NativeHandle")]
    [return: UnsafeAccessorType("Wasmtime.Config+Handle, " + Assembly)]
    private static extern object NativeHandle(Config config);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod)]
    private static extern WasmtimeException FromOwnedError(WasmtimeException? type, nint error);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod)]
    private static extern TrapException FromOwnedTrap(TrapException? type, nint trap, bool delete);
}
