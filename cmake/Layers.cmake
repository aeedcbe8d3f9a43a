# Layers: viz -> lessons -> engine. Each layer's headers can be included only by targets that link it:
# every layer has an include root of its own in the build tree, which holds nothing but a link to it.

add_library(backprop_options INTERFACE)
target_compile_options(backprop_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion
  # Compiled together, a parameter may be called as another file's function is.
  $<$<NOT:$<BOOL:${BACKPROP_UNITY}>>:-Wshadow>
  # A product and a sum are two roundings, on every machine: traces are compared bit for bit.
  -ffp-contract=off)
if(BACKPROP_WERROR)
  target_compile_options(backprop_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  # False alarms about members of std::variant and std::optional, and about sums of strings.
  target_compile_options(backprop_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()

# Precompiled headers are made once for all that is compiled alike: each takes as long to make as five sources. The
# debug preset is without them, so that a missing #include can be found.

# precompiled_like(TARGET): flags and definitions that whoever shares precompiled headers must have in common.
function(precompiled_like target)
  if(BACKPROP_PRECOMPILED_HEADERS)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # The first is for ccache; the others are false alarms about sums of strings, which g++ keeps to itself where
      # <string> is read as a system's header.
      target_compile_options(${target} PRIVATE -fpch-preprocess
                             -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
    target_compile_definitions(${target} PRIVATE
      $<$<TARGET_EXISTS:fmt::fmt>:$<TARGET_PROPERTY:fmt::fmt,INTERFACE_COMPILE_DEFINITIONS>>)
  endif()
endfunction()

# precompile_headers(TARGET [HEADER...]): the most used headers of others, and those that are named.
function(precompile_headers target)
  precompiled_like(${target})
  if(BACKPROP_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <array> <cmath> <cstdint> <filesystem> <fmt/format.h> <fstream> <functional> <map> <memory> <optional> <set> <span>
      <string> <string_view> <utility> <variant> <vector> ${ARGN})
  endif()
endfunction()

# share_precompiled_headers(TARGET OWNER): those that OWNER has made.
function(share_precompiled_headers target owner)
  precompiled_like(${target})
  if(BACKPROP_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()

# layer_headers(TARGET FOLDER): an interface target that makes "FOLDER/..." includable, and nothing else.
function(layer_headers target folder)
  set(root ${PROJECT_BINARY_DIR}/include/${target})
  cmake_path(GET folder PARENT_PATH parent)
  file(MAKE_DIRECTORY ${root}/${parent})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${root}/${folder} SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} INTERFACE ${root})
endfunction()

# The headers of others alone. It needs a source.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled.cpp CONTENT "")
add_library(backprop_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(backprop_precompiled PRIVATE backprop_options)
precompile_headers(backprop_precompiled)

# layer_library(TARGET FOLDER [ALONE] [SOURCES FOLDER...] [HEADERS HEADER...]): TARGET_headers, and a static library of
# all sources below FOLDER or, where they are named, below those folders. The layer's own headers that are named are
# precompiled for it. ALONE: each source is always compiled by itself.
function(layer_library target folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "ALONE" "" "SOURCES;HEADERS")
  layer_headers(${target}_headers ${folder})
  set(folders ${arg_SOURCES})
  if(NOT folders)
    set(folders ${folder})
  endif()
  list(TRANSFORM folders PREPEND ${PROJECT_SOURCE_DIR}/)
  list(TRANSFORM folders APPEND /*.cpp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folders})
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PUBLIC ${target}_headers PRIVATE backprop_options)
  if(NOT arg_ALONE)
    compile_together(${target} ${sources})
  endif()
  if(arg_HEADERS)
    precompile_headers(${target} ${arg_HEADERS})
  else()
    share_precompiled_headers(${target} backprop_precompiled)
  endif()
endfunction()
