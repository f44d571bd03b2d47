using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Glue;

/// <summary>A codec as an object, so that views of <typeparamref name="T"/> do not need the codec as a type parameter.</summary>
/// <remarks>Views of numbers that have the same bytes in C# and in guest memory use null instead.</remarks>
/// <typeparam name="T">The C# type.</typeparam>
internal abstract class GuestType<T>(int size, int alignment)
{
    internal int Size { get; } = size;

    internal int Alignment { get; } = alignment;

    internal abstract T Read(ref byte place);

    internal abstract void ReadAll(ref byte first, Span<T> values);

    internal abstract void Write(ref byte place, in T value);
}

internal sealed class GuestType<T, TCodec> : GuestType<T>
    where TCodec : struct, IGuestCodec<T>
{
    internal static readonly GuestType<T>? Instance =
        GuestType.IsNumber<T>() && Unsafe.SizeOf<T>() == TCodec.Size ? null : new GuestType<T, TCodec>();

    private GuestType()
        : base(TCodec.Size, TCodec.Alignment)
    {
    }

    internal override T Read(ref byte place) => TCodec.Read(MemoryMarshal.CreateReadOnlySpan(ref place, TCodec.Size));

    internal override void ReadAll(ref byte first, Span<T> values)
    {
        foreach (ref T value in values)
        {
            value = TCodec.Read(MemoryMarshal.CreateReadOnlySpan(ref first, TCodec.Size));
            first = ref Unsafe.AddByteOffset(ref first, TCodec.Size);
        }
    }

    internal override void Write(ref byte place, in T value) => TCodec.Write(MemoryMarshal.CreateSpan(ref place, TCodec.Size), in value);
}

/// <summary>Operations of the views on values in guest memory. A null <c>type</c> stands for a number with the same bytes in C#.</summary>
internal static class GuestType
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsNumber<T>() =>
        typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(short)
        || typeof(T) == typeof(uint) || typeof(T) == typeof(int) || typeof(T) == typeof(ulong) || typeof(T) == typeof(long)
        || typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Returns the type of numbers, which is null.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not a number type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static GuestType<T>? RequireNumber<T>()
    {
        if (!IsNumber<T>())
        {
            ThrowNotNumbers<T>();
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SizeOf<T>(GuestType<T>? type) => type is null ? Unsafe.SizeOf<T>() : type.Size;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint AlignmentOf<T>(GuestType<T>? type) => type is null ? (uint)Unsafe.SizeOf<T>() : (uint)type.Alignment;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Read<T>(GuestType<T>? type, ref byte place) =>
        type is null ? Unsafe.ReadUnaligned<T>(ref place) : type.Read(ref place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<T>(GuestType<T>? type, ref byte place, in T value)
    {
        if (type is null)
        {
            Unsafe.WriteUnaligned(ref place, value);
        }
        else
        {
            type.Write(ref place, in value);
        }
    }

    [DoesNotReturn]
    internal static void ThrowNotNumbers<T>() =>
        throw new InvalidOperationException(
            $"'{typeof(T)}' is not a number type; only generated code knows the layout of other types in guest memory.");
}
