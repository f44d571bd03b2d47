using System;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasmtime.Modules;

/// <summary>Reads primitives of the WebAssembly binary format from one section, and throws if the section is malformed.</summary>
/// <param name="section">The name of the section in messages.</param>
/// <param name="bytes">The bytes of the section.</param>
internal ref struct SectionReader(string section, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    private int _position;

    /// <summary>The number of bytes that were read.</summary>
    internal readonly int Position => _position;

    internal readonly bool IsAtEnd => _position == _bytes.Length;

    internal byte ReadByte()
    {
        if (IsAtEnd)
        {
            Fail("it is truncated");
        }

        return _bytes[_position++];
    }

    internal uint ReadUInt32() => (uint)ReadLeb128(maxBits: 32);

    internal ulong ReadUInt64() => ReadLeb128(maxBits: 64);

    /// <summary>Skips a signed LEB128 number of at most 64 bits.</summary>
    internal void SkipSigned()
    {
        const int MaxLength = 10;
        for (int length = 1; (ReadByte() & 0x80) != 0; length++)
        {
            if (length == MaxLength)
            {
                Fail("a number is too long");
            }
        }
    }

    internal ReadOnlySpan<byte> ReadBytes(uint length)
    {
        if (length > (uint)(_bytes.Length - _position))
        {
            Fail("it is truncated");
        }

        ReadOnlySpan<byte> bytes = _bytes.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    internal ReadOnlySpan<byte> ReadName() => ReadBytes(ReadUInt32());

    internal readonly void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            Fail("it has extra bytes after its last entry");
        }
    }

    [DoesNotReturn]
    internal readonly void Fail(string reason) =>
        throw new UnsupportedModuleException(section, null, $"The {section} section of the module cannot be read: {reason}.");

    private ulong ReadLeb128(int maxBits)
    {
        ulong value = 0;
        for (int shift = 0; shift < maxBits; shift += 7)
        {
            byte next = ReadByte();
            ulong bits = (ulong)(next & 0x7F);
            if (maxBits - shift < 7 && bits >> (maxBits - shift) != 0)
            {
                break;
            }

            value |= bits << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        Fail("a number is too large");
        return 0;
    }
}
