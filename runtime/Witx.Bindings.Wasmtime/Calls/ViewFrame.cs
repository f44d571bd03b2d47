using System;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>
/// Marks, on the stack of a host function, the store whose memory the function may hold views of. The guest must not run then: it could grow
/// its memory, and the views would refer to freed bytes.
/// </summary>
internal unsafe struct ViewFrame
{
    [ThreadStatic]
    private static ViewFrame* s_innermost;

    private ViewFrame* _outer;

    /// <summary>The context of the store; 0 while there are no views.</summary>
    internal nint Context { get; set; }

    /// <summary>Adds a frame without views to those of the thread. The frame must not move until it is popped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Push(ViewFrame* frame)
    {
        frame->Context = 0;
        frame->_outer = s_innermost;
        s_innermost = frame;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Pop(ViewFrame* frame) => s_innermost = frame->_outer;

    /// <summary>Checks that no host function on the thread's stack may hold views of a store's memory.</summary>
    /// <exception cref="InvalidOperationException">A host function may.</exception>
    internal static void EnsureNone(nint context)
    {
        for (ViewFrame* frame = s_innermost; frame is not null; frame = frame->_outer)
        {
            if (frame->Context == context)
            {
                throw new InvalidOperationException(
                    "The guest cannot be entered while a host function holds views of its memory. "
                    + $"List the function in {nameof(WitxModuleAttribute)}.{nameof(WitxModuleAttribute.Reenters)}.");
            }
        }
    }
}
