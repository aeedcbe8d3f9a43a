# Layers: viz -> lessons -> engine. Each layer's headers can be included only by targets that link it:
# every layer has an include root of its own in the build tree, which holds nothing but a link to it.

add_library(backprop_options INTERFACE)
target_compile_options(backprop_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
  # A product and a sum are two roundings, on every machine: traces are compared bit for bit.
  -ffp-contract=off)
if(BACKPROP_WERROR)
  target_compile_options(backprop_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  # False alarms about members of std::variant and std::optional.
  target_compile_options(backprop_options INTERFACE -Wno-maybe-uninitialized)
endif()

# layer_root(NAME): an interface target that makes "NAME/..." includable.
function(layer_root name)
  set(root ${PROJECT_BINARY_DIR}/include/${name}_root)
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${name} ${root}/${name} SYMBOLIC)
  add_library(${name}_headers INTERFACE)
  target_include_directories(${name}_headers INTERFACE ${root})
endfunction()

# layer_library(TARGET HEADERS DIRECTORY...): a static library of all sources below the directories.
function(layer_library target headers)
  set(sources)
  foreach(directory ${ARGN})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${directory}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PUBLIC ${headers} PRIVATE backprop_options)
endfunction()
